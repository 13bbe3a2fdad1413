CREATE TABLE `deadline_work` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`facility` text,
	`since` text DEFAULT '' NOT NULL,
	`cursor` integer DEFAULT 0 NOT NULL,
	`entered_at` integer NOT NULL,
	`finished_at` integer
);
--> statement-breakpoint
CREATE INDEX `deadline_work_by_state` ON `deadline_work` (`finished_at`,`entered_at`);--> statement-breakpoint
CREATE TABLE `outages` (
	`id` text PRIMARY KEY NOT NULL,
	`side` text NOT NULL,
	`facility` text,
	`provinces` text,
	`cause` text NOT NULL,
	`channel` text NOT NULL,
	`from_at` integer NOT NULL,
	`to_at` integer,
	`evidence` text,
	`declared_by` text NOT NULL,
	`declared_at` integer NOT NULL,
	`ended_by` text,
	`ended_at` integer,
	`withdrawn_by` text,
	`withdrawn_at` integer,
	`withdrawn_why` text,
	`revision` integer DEFAULT 1 NOT NULL,
	CONSTRAINT "outages_side" CHECK(("outages"."side" = 'facility') = ("outages"."facility" IS NOT NULL))
);
--> statement-breakpoint
CREATE INDEX `outages_by_facility` ON `outages` (`facility`,`from_at`);--> statement-breakpoint
CREATE INDEX `outages_by_time` ON `outages` (`from_at`,`id`);--> statement-breakpoint
ALTER TABLE `dossiers` ADD `excused_by` text;--> statement-breakpoint
ALTER TABLE `dossiers` ADD `payment_due_on` text;--> statement-breakpoint
CREATE INDEX `dossiers_by_payment_due` ON `dossiers` (`received_on`,`submission_id`,`dossier`,`facility`,`payment_due_on`,`is_current`,`outcome`,`MA_LOAI_KCB`) WHERE "dossiers"."payment_due_on" IS NOT NULL;--> statement-breakpoint
ALTER TABLE `submissions` ADD `result_due_on` text;--> statement-breakpoint
ALTER TABLE `submissions` ADD `authenticated_by` text;--> statement-breakpoint
CREATE INDEX `submissions_by_result_due` ON `submissions` (`result_due_on`,`status`);