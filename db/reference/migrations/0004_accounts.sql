CREATE TABLE `account_changes` (
	`number` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`account` text NOT NULL,
	`action` text NOT NULL,
	`state` text NOT NULL,
	`reason` text NOT NULL,
	`by` text NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `account_changes_by_account` ON `account_changes` (`account`,`number`);--> statement-breakpoint
CREATE TABLE `erasure_requests` (
	`id` text PRIMARY KEY NOT NULL,
	`subjects` text NOT NULL,
	`reason` text NOT NULL,
	`asked_by` text NOT NULL,
	`asked_at` integer NOT NULL,
	`approved_by` text,
	`approved_at` integer
);
--> statement-breakpoint
CREATE TABLE `restore_requests` (
	`release` text PRIMARY KEY NOT NULL,
	`note` text NOT NULL,
	`asked_by` text NOT NULL,
	`asked_at` integer NOT NULL
);
--> statement-breakpoint
ALTER TABLE `accounts` ADD `duties` text DEFAULT '[]' NOT NULL;--> statement-breakpoint
ALTER TABLE `accounts` ADD `provinces` text;--> statement-breakpoint
ALTER TABLE `accounts` ADD `purposes` text;--> statement-breakpoint
ALTER TABLE `accounts` ADD `title` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `accounts` ADD `pending_by` text;--> statement-breakpoint
ALTER TABLE `draft_changes` ADD `author` text DEFAULT '' NOT NULL;--> statement-breakpoint
UPDATE `accounts` SET `duties` = '["sender"]' WHERE `role` = 'facility';
--> statement-breakpoint
UPDATE `accounts` SET `duties` = '["supervisor"]' WHERE `role` = 'province';
--> statement-breakpoint
UPDATE `accounts` SET `duties` = '["curator","assessor"]' WHERE `role` = 'ministry' AND `department` = 'bhxh';
--> statement-breakpoint
UPDATE `accounts` SET `duties` = '["curator"]' WHERE `role` = 'ministry' AND `department` IS NOT NULL AND `department` <> 'bhxh';
--> statement-breakpoint
UPDATE `accounts` SET `duties` = '["curator","analyst","operator"]' WHERE `role` = 'ministry' AND `department` IS NULL;
