CREATE TABLE `failed_dossiers` (
	`submission_id` text NOT NULL,
	`dossier` integer NOT NULL,
	`facility` text NOT NULL,
	`failed_at` integer NOT NULL,
	`cause` text NOT NULL,
	PRIMARY KEY(`submission_id`, `dossier`)
);
--> statement-breakpoint
CREATE TABLE `rule_alarm_days` (
	`day` text PRIMARY KEY NOT NULL
);
--> statement-breakpoint
CREATE TABLE `rule_alarms` (
	`province` text NOT NULL,
	`day` text NOT NULL,
	`rule` text NOT NULL,
	`dossiers` integer NOT NULL,
	`received` integer NOT NULL,
	PRIMARY KEY(`province`, `day`, `rule`)
);
--> statement-breakpoint
DROP INDEX `findings_by_facility`;--> statement-breakpoint
CREATE INDEX `findings_by_facility_rule` ON `findings` (`facility`,`rule`,`received_on`,`submission_id`,`dossier`);--> statement-breakpoint
CREATE INDEX `findings_by_facility_field` ON `findings` (`facility`,`table_id`,`field`,`received_on`,`submission_id`,`dossier`);--> statement-breakpoint
DROP INDEX `dossiers_by_day`;--> statement-breakpoint
DROP INDEX `dossiers_by_facility`;--> statement-breakpoint
DROP INDEX `dossiers_by_encounter_type`;--> statement-breakpoint
DROP INDEX `dossiers_by_chapter`;--> statement-breakpoint
DROP INDEX `dossiers_by_diagnosis`;--> statement-breakpoint
CREATE INDEX `dossiers_by_day` ON `dossiers` (`received_on`,`submission_id`,`dossier`,`facility`,`purpose`,`outcome`,`is_current`,`timeliness`,`person_hash`);--> statement-breakpoint
CREATE INDEX `dossiers_by_facility` ON `dossiers` (`facility`,`received_on`,`purpose`,`outcome`,`is_current`,`timeliness`,`MA_LOAI_KCB`,`icd_chapter`,`MA_BENH_CHINH`,`person_hash`);--> statement-breakpoint
CREATE INDEX `dossiers_by_encounter_type` ON `dossiers` (`MA_LOAI_KCB`,`received_on`,`facility`,`purpose`,`outcome`,`is_current`,`timeliness`,`person_hash`);--> statement-breakpoint
CREATE INDEX `dossiers_by_chapter` ON `dossiers` (`icd_chapter`,`received_on`,`facility`,`purpose`,`outcome`,`is_current`,`timeliness`,`person_hash`);--> statement-breakpoint
CREATE INDEX `dossiers_by_diagnosis` ON `dossiers` (`MA_BENH_CHINH`,`received_on`,`facility`,`purpose`,`outcome`,`is_current`,`timeliness`,`person_hash`);--> statement-breakpoint
ALTER TABLE `submissions` ADD `failed_dossiers` integer DEFAULT 0 NOT NULL;