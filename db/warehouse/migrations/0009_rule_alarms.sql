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
CREATE INDEX `findings_by_facility_field` ON `findings` (`facility`,`table_id`,`field`,`received_on`,`submission_id`,`dossier`);