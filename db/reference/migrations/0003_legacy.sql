CREATE TABLE `legacy_call_files` (
	`name` text PRIMARY KEY NOT NULL,
	`taken_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `legacy_calls` (
	`day` text NOT NULL,
	`facility` text NOT NULL,
	`wire` text NOT NULL,
	`operation` text NOT NULL,
	`code` text NOT NULL,
	`calls` integer NOT NULL,
	`last_at` integer NOT NULL,
	PRIMARY KEY(`day`, `facility`, `wire`, `operation`, `code`)
);
--> statement-breakpoint
CREATE INDEX `legacy_calls_by_facility` ON `legacy_calls` (`facility`,`day`);--> statement-breakpoint
CREATE TABLE `legacy_settings` (
	`facility` text PRIMARY KEY NOT NULL,
	`mode` text NOT NULL,
	`payment_person` text NOT NULL,
	`waived_until` text,
	`reason` text NOT NULL,
	`changed_by` text NOT NULL,
	`changed_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `legacy_users` (
	`username` text PRIMARY KEY NOT NULL,
	`account` text NOT NULL,
	`facility` text NOT NULL,
	`person` text,
	`secret_hash` text NOT NULL,
	`citizen_hash` text,
	`name_hash` text,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL,
	`disabled_by` text,
	`disabled_at` integer
);
--> statement-breakpoint
CREATE INDEX `legacy_users_by_facility` ON `legacy_users` (`facility`);--> statement-breakpoint
CREATE TABLE `papers` (
	`id` text PRIMARY KEY NOT NULL,
	`facility` text NOT NULL,
	`kind` text NOT NULL,
	`version` integer NOT NULL,
	`period` text,
	`received_at` integer NOT NULL,
	`account` text NOT NULL,
	`person` text,
	`raw_key` text NOT NULL,
	`bytes` integer NOT NULL,
	`sha256` text NOT NULL,
	`rows` integer,
	`errors` integer NOT NULL,
	`warnings` integer NOT NULL,
	`problems` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `papers_by_facility` ON `papers` (`facility`,`kind`,`version`);