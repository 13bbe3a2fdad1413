CREATE TABLE `events` (
	`seq` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`key` text NOT NULL,
	`at` integer NOT NULL,
	`province` text NOT NULL,
	`facility` text NOT NULL,
	`kind` text NOT NULL,
	`submission_id` text NOT NULL,
	`dossier` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `events_key_unique` ON `events` (`key`);--> statement-breakpoint
CREATE INDEX `events_by_facility` ON `events` (`facility`,`seq`);--> statement-breakpoint
CREATE INDEX `events_by_province` ON `events` (`province`,`seq`);--> statement-breakpoint
CREATE TABLE `manifest_entries` (
	`manifest` text NOT NULL,
	`MA_LK` text NOT NULL,
	`hash` text,
	PRIMARY KEY(`manifest`, `MA_LK`)
);
--> statement-breakpoint
CREATE INDEX `manifest_entries_by_key` ON `manifest_entries` (`MA_LK`);--> statement-breakpoint
CREATE TABLE `manifests` (
	`id` text PRIMARY KEY NOT NULL,
	`facility` text NOT NULL,
	`purpose` text NOT NULL,
	`day` text NOT NULL,
	`state` text NOT NULL,
	`at` integer NOT NULL,
	`by` text NOT NULL,
	`declared` integer NOT NULL,
	`digest` text NOT NULL,
	`replaced_at` integer
);
--> statement-breakpoint
CREATE INDEX `manifests_by_day` ON `manifests` (`facility`,`purpose`,`day`,`state`);--> statement-breakpoint
CREATE TABLE `webhook_deliveries` (
	`webhook` text NOT NULL,
	`event` integer NOT NULL,
	`state` text NOT NULL,
	`attempts` integer NOT NULL,
	`next_at` integer,
	`last_at` integer,
	`last_status` integer,
	`last_failure` text,
	PRIMARY KEY(`webhook`, `event`)
);
--> statement-breakpoint
CREATE INDEX `webhook_deliveries_by_due` ON `webhook_deliveries` (`state`,`next_at`,`webhook`);--> statement-breakpoint
CREATE TABLE `webhooks` (
	`id` text PRIMARY KEY NOT NULL,
	`facility` text NOT NULL,
	`url` text NOT NULL,
	`secret` text NOT NULL,
	`created_at` integer NOT NULL,
	`created_by` text NOT NULL,
	`failing_since` integer,
	`disabled_at` integer,
	`disabled_reason` text
);
--> statement-breakpoint
CREATE INDEX `webhooks_by_facility` ON `webhooks` (`facility`,`created_at`);