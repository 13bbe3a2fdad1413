CREATE TABLE `agreements` (
	`submission_id` text NOT NULL,
	`dossier` integer NOT NULL,
	`decision` text NOT NULL,
	`reason` text NOT NULL,
	`by` text NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`submission_id`, `dossier`)
);
--> statement-breakpoint
CREATE TABLE `assessment_lines` (
	`sender` text NOT NULL,
	`assessment` text NOT NULL,
	`table_id` text NOT NULL,
	`STT` integer NOT NULL,
	`decision` text NOT NULL,
	`amount` integer,
	`reason_code` text,
	`reason` text,
	PRIMARY KEY(`sender`, `assessment`, `table_id`, `STT`)
);
--> statement-breakpoint
CREATE TABLE `assessments` (
	`sender` text NOT NULL,
	`id` text NOT NULL,
	`submission_id` text NOT NULL,
	`dossier` integer NOT NULL,
	`decision` text NOT NULL,
	`amount` integer,
	`reason_code` text,
	`reason` text,
	`content` text NOT NULL,
	`received_at` integer NOT NULL,
	PRIMARY KEY(`sender`, `id`)
);
--> statement-breakpoint
CREATE INDEX `assessments_by_dossier` ON `assessments` (`submission_id`,`dossier`,`received_at`);--> statement-breakpoint
ALTER TABLE `dossiers` ADD `kind` text DEFAULT 'dossier' NOT NULL;--> statement-breakpoint
ALTER TABLE `dossiers` ADD `state` text;--> statement-breakpoint
ALTER TABLE `dossiers` ADD `correction_code` text;--> statement-breakpoint
ALTER TABLE `dossiers` ADD `assessed_at` integer;--> statement-breakpoint
CREATE INDEX `dossiers_unsettled` ON `dossiers` (`facility`,`purpose`,`MA_LK`) WHERE state IS NULL AND outcome <> 'rejected';--> statement-breakpoint
ALTER TABLE `submissions` ADD `correction_code` text;--> statement-breakpoint
ALTER TABLE `submissions` ADD `correction_reason` text;--> statement-breakpoint
-- Written by hand from here on: what was there before versions has its kind and, where nothing else has its MA_LK, its state; the clock settles the rest.
-- None of it is counted, so no day becomes stale by it.
DROP TRIGGER dossiers_changed;--> statement-breakpoint
UPDATE dossiers SET kind = 'check-in' WHERE EXISTS (SELECT 1 FROM CHECKIN c WHERE c.submission_id = dossiers.submission_id AND c.dossier = dossiers.dossier);--> statement-breakpoint
UPDATE dossiers SET state = 'standing' WHERE outcome <> 'rejected' AND is_current = 1 AND version = 1 AND (MA_LK IS NULL OR NOT EXISTS (
	SELECT 1 FROM dossiers o WHERE o.MA_LK = dossiers.MA_LK AND o.facility = dossiers.facility AND o.purpose = dossiers.purpose AND o.kind = dossiers.kind
		AND o.outcome <> 'rejected' AND (o.submission_id, o.dossier) <> (dossiers.submission_id, dossiers.dossier)));--> statement-breakpoint
CREATE TRIGGER dossiers_changed AFTER UPDATE ON dossiers BEGIN INSERT INTO stale_days (area, day) SELECT area, day FROM (SELECT OLD.facility AS area, OLD.received_on AS day UNION SELECT substr(OLD.facility, 1, 2), OLD.received_on) n WHERE NOT EXISTS (SELECT 1 FROM stale_days s WHERE s.area = n.area AND s.day = n.day); INSERT INTO stale_days (area, day) SELECT area, day FROM (SELECT NEW.facility AS area, NEW.received_on AS day UNION SELECT substr(NEW.facility, 1, 2), NEW.received_on) n WHERE NOT EXISTS (SELECT 1 FROM stale_days s WHERE s.area = n.area AND s.day = n.day); END;
