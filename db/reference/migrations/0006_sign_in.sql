CREATE TABLE `outside_identities` (
	`provider` text NOT NULL,
	`subject_hash` text NOT NULL,
	`account` text NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`provider`, `subject_hash`)
);
--> statement-breakpoint
CREATE INDEX `outside_identities_by_account` ON `outside_identities` (`account`);--> statement-breakpoint
CREATE TABLE `passkeys` (
	`id` text PRIMARY KEY NOT NULL,
	`account` text NOT NULL,
	`public_key` text NOT NULL,
	`counter` integer NOT NULL,
	`transports` text NOT NULL,
	`title` text NOT NULL,
	`created_at` integer NOT NULL,
	`used_at` integer
);
--> statement-breakpoint
CREATE INDEX `passkeys_by_account` ON `passkeys` (`account`);--> statement-breakpoint
CREATE TABLE `recovery_codes` (
	`account` text NOT NULL,
	`hash` text NOT NULL,
	`used_at` integer,
	PRIMARY KEY(`account`, `hash`)
);
--> statement-breakpoint
CREATE TABLE `second_factors` (
	`account` text PRIMARY KEY NOT NULL,
	`sealed_secret` text,
	`confirmed_at` integer,
	`last_step` integer DEFAULT 0 NOT NULL,
	`failures` integer DEFAULT 0 NOT NULL,
	`failed_at` integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE `sessions` (
	`id` text PRIMARY KEY NOT NULL,
	`account` text NOT NULL,
	`person` text,
	`device` text NOT NULL,
	`method` text NOT NULL,
	`is_limited` integer NOT NULL,
	`created_at` integer NOT NULL,
	`seen_at` integer NOT NULL,
	`until` integer NOT NULL,
	`ended_at` integer
);
--> statement-breakpoint
CREATE INDEX `sessions_by_account` ON `sessions` (`account`,`created_at`);--> statement-breakpoint
CREATE TABLE `spent_challenges` (
	`id` text PRIMARY KEY NOT NULL,
	`until` integer NOT NULL
);
--> statement-breakpoint
ALTER TABLE `accounts` ADD `holder` text DEFAULT 'software' NOT NULL;--> statement-breakpoint
ALTER TABLE `accounts` ADD `person` text;