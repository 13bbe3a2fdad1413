CREATE TABLE `receipt_checkpoints` (
	`size` integer PRIMARY KEY NOT NULL,
	`root` text NOT NULL,
	`jws` text NOT NULL,
	`signed_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `receipt_checkpoints_by_time` ON `receipt_checkpoints` (`signed_at`);--> statement-breakpoint
CREATE TABLE `receipt_cosignatures` (
	`size` integer NOT NULL,
	`by` text NOT NULL,
	`jws` text NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`size`, `by`)
);
--> statement-breakpoint
CREATE TABLE `receipt_entries` (
	`position` integer PRIMARY KEY NOT NULL,
	`submission_id` text NOT NULL,
	`added_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `receipt_entries_submission_id_unique` ON `receipt_entries` (`submission_id`);--> statement-breakpoint
CREATE TABLE `receipt_log` (
	`id` integer PRIMARY KEY NOT NULL,
	`log` text NOT NULL,
	`size` integer NOT NULL,
	`root` text NOT NULL,
	CONSTRAINT "receipt_log_is_one" CHECK("receipt_log"."id" = 1)
);
--> statement-breakpoint
CREATE TABLE `receipt_nodes` (
	`level` integer NOT NULL,
	`position` integer NOT NULL,
	`hash` text NOT NULL,
	PRIMARY KEY(`level`, `position`)
);
