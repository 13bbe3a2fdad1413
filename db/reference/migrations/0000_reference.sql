CREATE TABLE `accounts` (
	`id` text PRIMARY KEY NOT NULL,
	`role` text NOT NULL,
	`facility` text,
	`province` text,
	`secret_hash` text NOT NULL,
	`disabled_at` integer,
	CONSTRAINT "accounts_scope" CHECK(("accounts"."role" = 'facility' AND "accounts"."facility" IS NOT NULL)
        OR ("accounts"."role" = 'province' AND "accounts"."province" IS NOT NULL)
        OR "accounts"."role" = 'ministry')
);
--> statement-breakpoint
CREATE TABLE `catalogues` (
	`id` text PRIMARY KEY NOT NULL,
	`title_vi` text NOT NULL,
	`title_en` text NOT NULL,
	`owner` text NOT NULL,
	`completeness` text NOT NULL,
	`complete_from` text,
	`ordinal` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `codes` (
	`catalogue` text NOT NULL,
	`code` text NOT NULL,
	`valid_from` text DEFAULT '0001-01-01' NOT NULL,
	`valid_to` text,
	`name` text NOT NULL,
	`attributes` text DEFAULT '{}' NOT NULL,
	`source_document` text NOT NULL,
	`replaced_by` text,
	PRIMARY KEY(`catalogue`, `code`, `valid_from`),
	FOREIGN KEY (`catalogue`) REFERENCES `catalogues`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "codes_period" CHECK("codes"."valid_to" IS NULL OR "codes"."valid_to" >= "codes"."valid_from")
);
--> statement-breakpoint
CREATE TABLE `heartbeats` (
	`id` integer PRIMARY KEY NOT NULL,
	`beat_at` integer NOT NULL,
	CONSTRAINT "heartbeats_single_row" CHECK("heartbeats"."id" = 1)
);
--> statement-breakpoint
CREATE TABLE `releases` (
	`id` text PRIMARY KEY NOT NULL,
	`published_at` integer NOT NULL,
	`digest` text NOT NULL,
	`note` text DEFAULT '' NOT NULL
);
--> statement-breakpoint
CREATE INDEX `releases_by_publication` ON `releases` (`published_at`);--> statement-breakpoint
CREATE TABLE `snapshots` (
	`release_id` text NOT NULL,
	`catalogue` text NOT NULL,
	`hash` text NOT NULL,
	`rows` integer NOT NULL,
	`body` text NOT NULL,
	PRIMARY KEY(`release_id`, `catalogue`),
	FOREIGN KEY (`release_id`) REFERENCES `releases`(`id`) ON UPDATE no action ON DELETE no action
);
