-- What lies in these three follows from the seed and is loaded again under the new form.
DROP TABLE `snapshots`;
--> statement-breakpoint
DROP TABLE `codes`;
--> statement-breakpoint
DROP TABLE `releases`;
--> statement-breakpoint
CREATE TABLE `change_pages` (
	`number` integer PRIMARY KEY NOT NULL,
	`release` integer NOT NULL,
	`first_change` integer NOT NULL,
	`last_change` integer NOT NULL,
	`previous_hash` text NOT NULL,
	`last_hash` text NOT NULL,
	`signature` text NOT NULL,
	FOREIGN KEY (`release`) REFERENCES `releases`(`number`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `changes` (
	`number` integer PRIMARY KEY NOT NULL,
	`release` integer NOT NULL,
	`page` integer NOT NULL,
	`kind` text NOT NULL,
	`catalogue` text NOT NULL,
	`code` text NOT NULL,
	`valid_from` text NOT NULL,
	`valid_to` text,
	`name` text NOT NULL,
	`attributes` text NOT NULL,
	`source_document` text NOT NULL,
	`replaced_by` text,
	`hash` text NOT NULL,
	FOREIGN KEY (`release`) REFERENCES `releases`(`number`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `changes_by_page` ON `changes` (`page`);
--> statement-breakpoint
CREATE TABLE `decisions` (
	`catalogue` text NOT NULL,
	`document` text NOT NULL,
	`decision` text NOT NULL,
	`annex` text,
	`signed_on` text,
	`valid_from` text,
	`mandatory_from` text,
	`old_accepted_until` text,
	`confidence` text NOT NULL,
	PRIMARY KEY(`catalogue`, `document`),
	FOREIGN KEY (`catalogue`) REFERENCES `catalogues`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `snapshot_bodies` (
	`hash` text PRIMARY KEY NOT NULL,
	`bytes` blob NOT NULL
);
--> statement-breakpoint
CREATE TABLE `draft_approvals` (
	`draft` text NOT NULL,
	`department` text NOT NULL,
	`revision` integer NOT NULL,
	`approved_by` text NOT NULL,
	`approved_at` integer NOT NULL,
	PRIMARY KEY(`draft`, `department`, `revision`),
	FOREIGN KEY (`draft`) REFERENCES `drafts`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `draft_changes` (
	`draft` text NOT NULL,
	`catalogue` text NOT NULL,
	`code` text NOT NULL,
	`valid_from` text NOT NULL,
	`kind` text NOT NULL,
	`before` text,
	`after` text,
	`proposal` text,
	PRIMARY KEY(`draft`, `catalogue`, `code`, `valid_from`),
	FOREIGN KEY (`draft`) REFERENCES `drafts`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `draft_decisions` (
	`draft` text NOT NULL,
	`catalogue` text NOT NULL,
	`document` text NOT NULL,
	`decision` text NOT NULL,
	`annex` text,
	`signed_on` text,
	`valid_from` text,
	`mandatory_from` text,
	`old_accepted_until` text,
	`confidence` text NOT NULL,
	`completeness` text,
	`complete_from` text,
	PRIMARY KEY(`draft`, `catalogue`, `document`),
	FOREIGN KEY (`draft`) REFERENCES `drafts`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `drafts` (
	`id` text PRIMARY KEY NOT NULL,
	`state` text NOT NULL,
	`note` text NOT NULL,
	`effective_at` integer,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL,
	`revision` integer DEFAULT 0 NOT NULL,
	`release` integer,
	CONSTRAINT "drafts_published" CHECK(("drafts"."state" = 'published') = ("drafts"."release" IS NOT NULL))
);
--> statement-breakpoint
CREATE TABLE `foreign_codes` (
	`view` text NOT NULL,
	`code` text NOT NULL,
	`valid_from` text NOT NULL,
	`valid_to` text,
	`name` text NOT NULL,
	`attributes` text NOT NULL,
	PRIMARY KEY(`view`, `code`, `valid_from`),
	FOREIGN KEY (`view`) REFERENCES `foreign_views`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `foreign_views` (
	`id` text PRIMARY KEY NOT NULL,
	`party` text NOT NULL,
	`catalogue` text NOT NULL,
	`imported_by` text NOT NULL,
	`imported_at` integer NOT NULL,
	`rows` integer NOT NULL,
	`file_hash` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `mappings` (
	`facility` text NOT NULL,
	`catalogue` text NOT NULL,
	`local_code` text NOT NULL,
	`valid_from` text NOT NULL,
	`valid_to` text,
	`local_name` text NOT NULL,
	`attributes` text NOT NULL,
	`code` text,
	`state` text NOT NULL,
	`proposed_by` text,
	`proposed_at` integer,
	`decided_by` text,
	`decided_at` integer,
	`comment` text DEFAULT '' NOT NULL,
	`used` integer DEFAULT 0 NOT NULL,
	PRIMARY KEY(`facility`, `catalogue`, `local_code`, `valid_from`),
	CONSTRAINT "mappings_period" CHECK("mappings"."valid_to" IS NULL OR "mappings"."valid_to" >= "mappings"."valid_from")
);
--> statement-breakpoint
CREATE INDEX `mappings_by_state` ON `mappings` (`state`,`facility`);
--> statement-breakpoint
CREATE TABLE `proposal_steps` (
	`proposal` text NOT NULL,
	`number` integer NOT NULL,
	`action` text NOT NULL,
	`actor` text NOT NULL,
	`role` text NOT NULL,
	`at` integer NOT NULL,
	`comment` text NOT NULL,
	PRIMARY KEY(`proposal`, `number`),
	FOREIGN KEY (`proposal`) REFERENCES `proposals`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `proposals` (
	`id` text PRIMARY KEY NOT NULL,
	`catalogue` text NOT NULL,
	`state` text NOT NULL,
	`kind` text NOT NULL,
	`code` text,
	`name` text NOT NULL,
	`attributes` text NOT NULL,
	`valid_from` text,
	`evidence` text NOT NULL,
	`facility` text NOT NULL,
	`province` text NOT NULL,
	`search_text` text NOT NULL,
	`proposed_at` integer NOT NULL,
	`changed_at` integer NOT NULL,
	`draft` text,
	`revision` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `proposals_by_state` ON `proposals` (`state`,`province`);
--> statement-breakpoint
CREATE INDEX `proposals_by_facility` ON `proposals` (`facility`,`proposed_at`);
--> statement-breakpoint
CREATE INDEX `proposals_by_catalogue` ON `proposals` (`catalogue`,`state`);
--> statement-breakpoint
CREATE TABLE `snapshots` (
	`release` integer NOT NULL,
	`catalogue` text NOT NULL,
	`hash` text NOT NULL,
	`rows` integer NOT NULL,
	`content_hash` text NOT NULL,
	`completeness` text NOT NULL,
	`complete_from` text,
	PRIMARY KEY(`release`, `catalogue`),
	FOREIGN KEY (`release`) REFERENCES `releases`(`number`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`catalogue`) REFERENCES `catalogues`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`hash`) REFERENCES `snapshot_bodies`(`hash`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `releases` (
	`number` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`published_at` integer NOT NULL,
	`effective_at` integer NOT NULL,
	`digest` text NOT NULL,
	`note` text DEFAULT '' NOT NULL,
	`published_by` text NOT NULL,
	`restores` text,
	`last_hash` text NOT NULL,
	`signature` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `releases_id_unique` ON `releases` (`id`);
--> statement-breakpoint
CREATE INDEX `releases_by_effect` ON `releases` (`effective_at`);
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
	`since_release` integer NOT NULL,
	`until_release` integer,
	`search_text` text NOT NULL,
	PRIMARY KEY(`catalogue`, `code`, `valid_from`, `since_release`),
	FOREIGN KEY (`catalogue`) REFERENCES `catalogues`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "codes_period" CHECK("codes"."valid_to" IS NULL OR "codes"."valid_to" >= "codes"."valid_from"),
	CONSTRAINT "codes_known" CHECK("codes"."until_release" IS NULL OR "codes"."until_release" > "codes"."since_release")
);
--> statement-breakpoint
ALTER TABLE `accounts` ADD `department` text;
