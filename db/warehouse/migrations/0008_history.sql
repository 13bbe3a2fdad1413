CREATE TABLE `dossier_histories` (
	`submission_id` text NOT NULL,
	`dossier` integer NOT NULL,
	`revision` integer NOT NULL,
	`digest` text NOT NULL,
	PRIMARY KEY(`submission_id`, `dossier`)
);
--> statement-breakpoint
ALTER TABLE `submissions` ADD `history` text;