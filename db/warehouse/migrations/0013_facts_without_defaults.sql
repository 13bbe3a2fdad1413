-- Every writer has said whose a fact is, what for and when it came; no default says it for one who forgets.
PRAGMA foreign_keys=OFF;--> statement-breakpoint
CREATE TABLE `__new_dossiers` (
	`submission_id` text NOT NULL,
	`dossier` integer NOT NULL,
	`MA_LK` text,
	`outcome` text NOT NULL,
	`errors` integer NOT NULL,
	`warnings` integer NOT NULL,
	`facility` text NOT NULL,
	`purpose` text NOT NULL,
	`received_at` integer NOT NULL,
	`received_on` text NOT NULL,
	`began_on` text,
	`ended_on` text,
	`NGAY_VAO` text,
	`NGAY_RA` text,
	`MA_LOAI_KCB` text,
	`MA_DOITUONG_KCB` text,
	`MA_BENH_CHINH` text,
	`icd_chapter` text,
	`KET_QUA_DTRI` text,
	`T_TONGCHI_BV` integer,
	`T_TONGCHI_BH` integer,
	`T_BHTT` integer,
	`T_BNTT` integer,
	`T_BNCCT` integer,
	`T_NGUONKHAC` integer,
	`card_hash` text,
	`person_hash` text,
	`content_hash` text,
	`version` integer DEFAULT 1 NOT NULL,
	`replaces_submission` text,
	`replaces_dossier` integer,
	`kind` text DEFAULT 'dossier' NOT NULL,
	`state` text,
	`correction_code` text,
	`is_current` integer DEFAULT true NOT NULL,
	`due_on` text,
	`timeliness` text,
	`excused_by` text,
	`payment_due_on` text,
	`assessment` text,
	`assessed_at` integer,
	`erased_at` integer,
	PRIMARY KEY(`submission_id`, `dossier`)
);
--> statement-breakpoint
-- With their row numbers, by which the work on deadlines says how far it is.
INSERT INTO `__new_dossiers`("rowid", "submission_id", "dossier", "MA_LK", "outcome", "errors", "warnings", "facility", "purpose", "received_at", "received_on", "began_on", "ended_on", "NGAY_VAO", "NGAY_RA", "MA_LOAI_KCB", "MA_DOITUONG_KCB", "MA_BENH_CHINH", "icd_chapter", "KET_QUA_DTRI", "T_TONGCHI_BV", "T_TONGCHI_BH", "T_BHTT", "T_BNTT", "T_BNCCT", "T_NGUONKHAC", "card_hash", "person_hash", "content_hash", "version", "replaces_submission", "replaces_dossier", "kind", "state", "correction_code", "is_current", "due_on", "timeliness", "excused_by", "payment_due_on", "assessment", "assessed_at", "erased_at") SELECT "rowid", "submission_id", "dossier", "MA_LK", "outcome", "errors", "warnings", "facility", "purpose", "received_at", "received_on", "began_on", "ended_on", "NGAY_VAO", "NGAY_RA", "MA_LOAI_KCB", "MA_DOITUONG_KCB", "MA_BENH_CHINH", "icd_chapter", "KET_QUA_DTRI", "T_TONGCHI_BV", "T_TONGCHI_BH", "T_BHTT", "T_BNTT", "T_BNCCT", "T_NGUONKHAC", "card_hash", "person_hash", "content_hash", "version", "replaces_submission", "replaces_dossier", "kind", "state", "correction_code", "is_current", "due_on", "timeliness", "excused_by", "payment_due_on", "assessment", "assessed_at", "erased_at" FROM `dossiers`;--> statement-breakpoint
DROP TABLE `dossiers`;--> statement-breakpoint
ALTER TABLE `__new_dossiers` RENAME TO `dossiers`;--> statement-breakpoint
PRAGMA foreign_keys=ON;--> statement-breakpoint
CREATE INDEX `dossiers_by_key` ON `dossiers` (`MA_LK`,`facility`,`purpose`);--> statement-breakpoint
CREATE INDEX `dossiers_by_content` ON `dossiers` (`content_hash`);--> statement-breakpoint
CREATE INDEX `dossiers_by_card` ON `dossiers` (`card_hash`,`began_on`);--> statement-breakpoint
CREATE INDEX `dossiers_by_person` ON `dossiers` (`person_hash`,`began_on`);--> statement-breakpoint
CREATE INDEX `dossiers_by_day` ON `dossiers` (`received_on`,`submission_id`,`dossier`,`facility`,`purpose`,`outcome`,`is_current`,`timeliness`,`person_hash`);--> statement-breakpoint
CREATE INDEX `dossiers_by_facility` ON `dossiers` (`facility`,`received_on`,`purpose`,`outcome`,`is_current`,`timeliness`,`MA_LOAI_KCB`,`icd_chapter`,`MA_BENH_CHINH`,`person_hash`);--> statement-breakpoint
CREATE INDEX `dossiers_by_outcome` ON `dossiers` (`outcome`,`received_on`);--> statement-breakpoint
CREATE INDEX `dossiers_rejected` ON `dossiers` (`submission_id`,`dossier`) WHERE outcome = 'rejected';--> statement-breakpoint
CREATE INDEX `dossiers_by_encounter_type` ON `dossiers` (`MA_LOAI_KCB`,`received_on`,`facility`,`purpose`,`outcome`,`is_current`,`timeliness`,`person_hash`);--> statement-breakpoint
CREATE INDEX `dossiers_by_timeliness` ON `dossiers` (`timeliness`,`received_on`);--> statement-breakpoint
CREATE INDEX `dossiers_by_chapter` ON `dossiers` (`icd_chapter`,`received_on`,`facility`,`purpose`,`outcome`,`is_current`,`timeliness`,`person_hash`);--> statement-breakpoint
CREATE INDEX `dossiers_by_diagnosis` ON `dossiers` (`MA_BENH_CHINH`,`received_on`,`facility`,`purpose`,`outcome`,`is_current`,`timeliness`,`person_hash`);--> statement-breakpoint
CREATE INDEX `dossiers_by_due_day` ON `dossiers` (`due_on`);--> statement-breakpoint
CREATE INDEX `dossiers_unsettled` ON `dossiers` (`facility`,`purpose`,`MA_LK`) WHERE state IS NULL AND outcome <> 'rejected';--> statement-breakpoint
CREATE INDEX `dossiers_by_payment_due` ON `dossiers` (`received_on`,`submission_id`,`dossier`,`facility`,`purpose`,`payment_due_on`,`is_current`,`outcome`,`MA_LOAI_KCB`,`person_hash`) WHERE "dossiers"."payment_due_on" IS NOT NULL;--> statement-breakpoint
CREATE INDEX `dossiers_by_facility_payment_due` ON `dossiers` (`facility`,`received_on`,`submission_id`,`dossier`,`purpose`,`payment_due_on`,`is_current`,`outcome`,`MA_LOAI_KCB`,`person_hash`) WHERE "dossiers"."payment_due_on" IS NOT NULL;--> statement-breakpoint
CREATE TABLE `__new_findings` (
	`submission_id` text NOT NULL,
	`ordinal` integer NOT NULL,
	`dossier` integer,
	`facility` text NOT NULL,
	`received_on` text NOT NULL,
	`rule` text NOT NULL,
	`severity` text NOT NULL,
	`table_id` text,
	`field` text,
	`told` text NOT NULL,
	PRIMARY KEY(`submission_id`, `ordinal`)
);
--> statement-breakpoint
INSERT INTO `__new_findings`("submission_id", "ordinal", "dossier", "facility", "received_on", "rule", "severity", "table_id", "field", "told") SELECT "submission_id", "ordinal", "dossier", "facility", "received_on", "rule", "severity", "table_id", "field", "told" FROM `findings`;--> statement-breakpoint
DROP TABLE `findings`;--> statement-breakpoint
ALTER TABLE `__new_findings` RENAME TO `findings`;--> statement-breakpoint
CREATE INDEX `findings_by_rule` ON `findings` (`rule`,`received_on`,`submission_id`,`dossier`,`facility`);--> statement-breakpoint
CREATE INDEX `findings_by_table` ON `findings` (`table_id`,`received_on`,`submission_id`,`dossier`);--> statement-breakpoint
CREATE INDEX `findings_by_field` ON `findings` (`table_id`,`field`,`received_on`,`submission_id`,`dossier`);--> statement-breakpoint
CREATE INDEX `findings_by_dossier` ON `findings` (`submission_id`,`dossier`,`rule`,`table_id`,`field`);--> statement-breakpoint
CREATE INDEX `findings_by_facility_rule` ON `findings` (`facility`,`rule`,`received_on`,`submission_id`,`dossier`);--> statement-breakpoint
CREATE INDEX `findings_by_facility_field` ON `findings` (`facility`,`table_id`,`field`,`received_on`,`submission_id`,`dossier`);--> statement-breakpoint
-- A table that is made anew has lost its triggers.
CREATE TRIGGER dossiers_inserted AFTER INSERT ON dossiers BEGIN INSERT INTO stale_days (area, day) SELECT area, day FROM (SELECT NEW.facility AS area, NEW.received_on AS day UNION SELECT substr(NEW.facility, 1, 2), NEW.received_on) n WHERE NOT EXISTS (SELECT 1 FROM stale_days s WHERE s.area = n.area AND s.day = n.day); END;--> statement-breakpoint
CREATE TRIGGER dossiers_changed AFTER UPDATE ON dossiers BEGIN INSERT INTO stale_days (area, day) SELECT area, day FROM (SELECT OLD.facility AS area, OLD.received_on AS day UNION SELECT substr(OLD.facility, 1, 2), OLD.received_on) n WHERE NOT EXISTS (SELECT 1 FROM stale_days s WHERE s.area = n.area AND s.day = n.day); INSERT INTO stale_days (area, day) SELECT area, day FROM (SELECT NEW.facility AS area, NEW.received_on AS day UNION SELECT substr(NEW.facility, 1, 2), NEW.received_on) n WHERE NOT EXISTS (SELECT 1 FROM stale_days s WHERE s.area = n.area AND s.day = n.day); END;--> statement-breakpoint
CREATE TRIGGER dossiers_deleted AFTER DELETE ON dossiers BEGIN INSERT INTO stale_days (area, day) SELECT area, day FROM (SELECT OLD.facility AS area, OLD.received_on AS day UNION SELECT substr(OLD.facility, 1, 2), OLD.received_on) n WHERE NOT EXISTS (SELECT 1 FROM stale_days s WHERE s.area = n.area AND s.day = n.day); END;--> statement-breakpoint
CREATE TRIGGER findings_inserted AFTER INSERT ON findings WHEN NEW.dossier IS NOT NULL BEGIN INSERT INTO stale_days (area, day) SELECT area, day FROM (SELECT NEW.facility AS area, NEW.received_on AS day UNION SELECT substr(NEW.facility, 1, 2), NEW.received_on) n WHERE NOT EXISTS (SELECT 1 FROM stale_days s WHERE s.area = n.area AND s.day = n.day); END;--> statement-breakpoint
CREATE TRIGGER findings_deleted AFTER DELETE ON findings WHEN OLD.dossier IS NOT NULL BEGIN INSERT INTO stale_days (area, day) SELECT area, day FROM (SELECT OLD.facility AS area, OLD.received_on AS day UNION SELECT substr(OLD.facility, 1, 2), OLD.received_on) n WHERE NOT EXISTS (SELECT 1 FROM stale_days s WHERE s.area = n.area AND s.day = n.day); END;
