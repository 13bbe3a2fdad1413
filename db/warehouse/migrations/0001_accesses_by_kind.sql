ALTER TABLE `accesses` ADD `kind` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `accesses` ADD `facility` text;--> statement-breakpoint
CREATE INDEX `accesses_by_account` ON `accesses` (`account`,`at`);