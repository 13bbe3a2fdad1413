CREATE TABLE `notices` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`title_vi` text NOT NULL,
	`title_en` text NOT NULL,
	`text_vi` text NOT NULL,
	`text_en` text NOT NULL,
	`from_at` integer,
	`to_at` integer,
	`published_by` text NOT NULL,
	`published_at` integer NOT NULL,
	`revision` integer NOT NULL,
	`changed_by` text NOT NULL,
	`changed_at` integer NOT NULL,
	`withdrawn_by` text,
	`withdrawn_at` integer
);
--> statement-breakpoint
CREATE INDEX `notices_by_time` ON `notices` (`published_at`);