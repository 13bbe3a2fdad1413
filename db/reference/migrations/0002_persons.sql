CREATE TABLE `authorised_persons` (
	`facility` text NOT NULL,
	`id` text NOT NULL,
	`title` text NOT NULL,
	`secret_hash` text NOT NULL,
	`valid_from` text NOT NULL,
	`valid_to` text,
	PRIMARY KEY(`facility`, `id`)
);
--> statement-breakpoint
CREATE TABLE `person_changes` (
	`number` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`facility` text NOT NULL,
	`province` text NOT NULL,
	`person` text NOT NULL,
	`action` text NOT NULL,
	`title` text NOT NULL,
	`valid_from` text NOT NULL,
	`valid_to` text,
	`by` text NOT NULL,
	`by_person` text,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `person_changes_by_province` ON `person_changes` (`province`,`number`);