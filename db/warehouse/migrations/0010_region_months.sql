CREATE TABLE `facility_months` (
	`facility` text NOT NULL,
	`month` text NOT NULL,
	`purpose` text NOT NULL,
	`received` integer NOT NULL,
	`accepted` integer NOT NULL,
	`accepted_with_warnings` integer NOT NULL,
	`rejected` integer NOT NULL,
	`with_findings` integer NOT NULL,
	`current` integer NOT NULL,
	`at_once` integer NOT NULL,
	`in_time` integer NOT NULL,
	`before_fifth` integer NOT NULL,
	`excused` integer NOT NULL,
	`late` integer NOT NULL,
	`undetermined` integer NOT NULL,
	`T_TONGCHI_BV` integer NOT NULL,
	`T_TONGCHI_BH` integer NOT NULL,
	`T_BHTT` integer NOT NULL,
	`T_BNTT` integer NOT NULL,
	`T_BNCCT` integer NOT NULL,
	`T_NGUONKHAC` integer NOT NULL,
	`five_received` integer DEFAULT 0 NOT NULL,
	`five_accepted` integer DEFAULT 0 NOT NULL,
	`five_accepted_with_warnings` integer DEFAULT 0 NOT NULL,
	`five_rejected` integer DEFAULT 0 NOT NULL,
	`five_with_findings` integer DEFAULT 0 NOT NULL,
	`five_current` integer DEFAULT 0 NOT NULL,
	`five_at_once` integer DEFAULT 0 NOT NULL,
	`five_in_time` integer DEFAULT 0 NOT NULL,
	`five_before_fifth` integer DEFAULT 0 NOT NULL,
	`five_excused` integer DEFAULT 0 NOT NULL,
	`five_late` integer DEFAULT 0 NOT NULL,
	`five_undetermined` integer DEFAULT 0 NOT NULL,
	PRIMARY KEY(`facility`, `month`, `purpose`)
);
--> statement-breakpoint
CREATE TABLE `province_months` (
	`province` text NOT NULL,
	`dimension` text NOT NULL,
	`key` text NOT NULL,
	`month` text NOT NULL,
	`purpose` text NOT NULL,
	`received` integer NOT NULL,
	`accepted` integer NOT NULL,
	`accepted_with_warnings` integer NOT NULL,
	`rejected` integer NOT NULL,
	`with_findings` integer NOT NULL,
	`current` integer NOT NULL,
	`at_once` integer NOT NULL,
	`in_time` integer NOT NULL,
	`before_fifth` integer NOT NULL,
	`excused` integer NOT NULL,
	`late` integer NOT NULL,
	`undetermined` integer NOT NULL,
	`T_TONGCHI_BV` integer NOT NULL,
	`T_TONGCHI_BH` integer NOT NULL,
	`T_BHTT` integer NOT NULL,
	`T_BNTT` integer NOT NULL,
	`T_BNCCT` integer NOT NULL,
	`T_NGUONKHAC` integer NOT NULL,
	`five_received` integer DEFAULT 0 NOT NULL,
	`five_accepted` integer DEFAULT 0 NOT NULL,
	`five_accepted_with_warnings` integer DEFAULT 0 NOT NULL,
	`five_rejected` integer DEFAULT 0 NOT NULL,
	`five_with_findings` integer DEFAULT 0 NOT NULL,
	`five_current` integer DEFAULT 0 NOT NULL,
	`five_at_once` integer DEFAULT 0 NOT NULL,
	`five_in_time` integer DEFAULT 0 NOT NULL,
	`five_before_fifth` integer DEFAULT 0 NOT NULL,
	`five_excused` integer DEFAULT 0 NOT NULL,
	`five_late` integer DEFAULT 0 NOT NULL,
	`five_undetermined` integer DEFAULT 0 NOT NULL,
	PRIMARY KEY(`province`, `dimension`, `month`, `key`, `purpose`)
);
--> statement-breakpoint
DROP INDEX `dossiers_by_payment_due`;--> statement-breakpoint
CREATE INDEX `dossiers_by_facility_payment_due` ON `dossiers` (`facility`,`received_on`,`submission_id`,`dossier`,`purpose`,`payment_due_on`,`is_current`,`outcome`,`MA_LOAI_KCB`,`person_hash`) WHERE "dossiers"."payment_due_on" IS NOT NULL;--> statement-breakpoint
CREATE INDEX `dossiers_by_payment_due` ON `dossiers` (`received_on`,`submission_id`,`dossier`,`facility`,`purpose`,`payment_due_on`,`is_current`,`outcome`,`MA_LOAI_KCB`,`person_hash`) WHERE "dossiers"."payment_due_on" IS NOT NULL;--> statement-breakpoint
PRAGMA foreign_keys=OFF;--> statement-breakpoint
CREATE TABLE `__new_province_days` (
	`province` text NOT NULL,
	`dimension` text NOT NULL,
	`key` text NOT NULL,
	`day` text NOT NULL,
	`purpose` text NOT NULL,
	`received` integer NOT NULL,
	`accepted` integer NOT NULL,
	`accepted_with_warnings` integer NOT NULL,
	`rejected` integer NOT NULL,
	`with_findings` integer NOT NULL,
	`current` integer NOT NULL,
	`at_once` integer NOT NULL,
	`in_time` integer NOT NULL,
	`before_fifth` integer NOT NULL,
	`excused` integer NOT NULL,
	`late` integer NOT NULL,
	`undetermined` integer NOT NULL,
	`T_TONGCHI_BV` integer NOT NULL,
	`T_TONGCHI_BH` integer NOT NULL,
	`T_BHTT` integer NOT NULL,
	`T_BNTT` integer NOT NULL,
	`T_BNCCT` integer NOT NULL,
	`T_NGUONKHAC` integer NOT NULL,
	`five_received` integer DEFAULT 0 NOT NULL,
	`five_accepted` integer DEFAULT 0 NOT NULL,
	`five_accepted_with_warnings` integer DEFAULT 0 NOT NULL,
	`five_rejected` integer DEFAULT 0 NOT NULL,
	`five_with_findings` integer DEFAULT 0 NOT NULL,
	`five_current` integer DEFAULT 0 NOT NULL,
	`five_at_once` integer DEFAULT 0 NOT NULL,
	`five_in_time` integer DEFAULT 0 NOT NULL,
	`five_before_fifth` integer DEFAULT 0 NOT NULL,
	`five_excused` integer DEFAULT 0 NOT NULL,
	`five_late` integer DEFAULT 0 NOT NULL,
	`five_undetermined` integer DEFAULT 0 NOT NULL,
	PRIMARY KEY(`province`, `dimension`, `day`, `key`, `purpose`)
);
--> statement-breakpoint
-- Of persons nothing is known of the days that are there: 0 proves nothing.
INSERT INTO `__new_province_days`("province", "dimension", "key", "day", "purpose", "received", "accepted", "accepted_with_warnings", "rejected", "with_findings", "current", "at_once", "in_time", "before_fifth", "excused", "late", "undetermined", "T_TONGCHI_BV", "T_TONGCHI_BH", "T_BHTT", "T_BNTT", "T_BNCCT", "T_NGUONKHAC") SELECT "province", "dimension", "key", "day", "purpose", "received", "accepted", "accepted_with_warnings", "rejected", "with_findings", "current", "at_once", "in_time", "before_fifth", "excused", "late", "undetermined", "T_TONGCHI_BV", "T_TONGCHI_BH", "T_BHTT", "T_BNTT", "T_BNCCT", "T_NGUONKHAC" FROM `province_days`;--> statement-breakpoint
DROP TABLE `province_days`;--> statement-breakpoint
ALTER TABLE `__new_province_days` RENAME TO `province_days`;--> statement-breakpoint
PRAGMA foreign_keys=ON;--> statement-breakpoint
ALTER TABLE `facility_days` ADD `five_received` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `facility_days` ADD `five_accepted` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `facility_days` ADD `five_accepted_with_warnings` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `facility_days` ADD `five_rejected` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `facility_days` ADD `five_with_findings` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `facility_days` ADD `five_current` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `facility_days` ADD `five_at_once` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `facility_days` ADD `five_in_time` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `facility_days` ADD `five_before_fifth` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `facility_days` ADD `five_excused` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `facility_days` ADD `five_late` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `facility_days` ADD `five_undetermined` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX `findings_by_table` ON `findings` (`table_id`,`received_on`,`submission_id`,`dossier`);--> statement-breakpoint
-- A month is the sum of its kept days, from here on with every row of them; rows of days are added and taken away, never changed.
INSERT INTO facility_months (facility, month, purpose, received, accepted, accepted_with_warnings, rejected, with_findings, current, at_once, in_time, before_fifth, excused, late, undetermined, T_TONGCHI_BV, T_TONGCHI_BH, T_BHTT, T_BNTT, T_BNCCT, T_NGUONKHAC, five_received, five_accepted, five_accepted_with_warnings, five_rejected, five_with_findings, five_current, five_at_once, five_in_time, five_before_fifth, five_excused, five_late, five_undetermined) SELECT d.facility, substr(d.day, 1, 7), d.purpose, sum(d.received), sum(d.accepted), sum(d.accepted_with_warnings), sum(d.rejected), sum(d.with_findings), sum(d.current), sum(d.at_once), sum(d.in_time), sum(d.before_fifth), sum(d.excused), sum(d.late), sum(d.undetermined), sum(d.T_TONGCHI_BV), sum(d.T_TONGCHI_BH), sum(d.T_BHTT), sum(d.T_BNTT), sum(d.T_BNCCT), sum(d.T_NGUONKHAC), sum(d.five_received), sum(d.five_accepted), sum(d.five_accepted_with_warnings), sum(d.five_rejected), sum(d.five_with_findings), sum(d.five_current), sum(d.five_at_once), sum(d.five_in_time), sum(d.five_before_fifth), sum(d.five_excused), sum(d.five_late), sum(d.five_undetermined) FROM facility_days d GROUP BY d.facility, substr(d.day, 1, 7), d.purpose;--> statement-breakpoint
CREATE TRIGGER facility_days_inserted AFTER INSERT ON facility_days BEGIN INSERT INTO facility_months (facility, month, purpose, received, accepted, accepted_with_warnings, rejected, with_findings, current, at_once, in_time, before_fifth, excused, late, undetermined, T_TONGCHI_BV, T_TONGCHI_BH, T_BHTT, T_BNTT, T_BNCCT, T_NGUONKHAC, five_received, five_accepted, five_accepted_with_warnings, five_rejected, five_with_findings, five_current, five_at_once, five_in_time, five_before_fifth, five_excused, five_late, five_undetermined) VALUES (NEW.facility, substr(NEW.day, 1, 7), NEW.purpose, NEW.received, NEW.accepted, NEW.accepted_with_warnings, NEW.rejected, NEW.with_findings, NEW.current, NEW.at_once, NEW.in_time, NEW.before_fifth, NEW.excused, NEW.late, NEW.undetermined, NEW.T_TONGCHI_BV, NEW.T_TONGCHI_BH, NEW.T_BHTT, NEW.T_BNTT, NEW.T_BNCCT, NEW.T_NGUONKHAC, NEW.five_received, NEW.five_accepted, NEW.five_accepted_with_warnings, NEW.five_rejected, NEW.five_with_findings, NEW.five_current, NEW.five_at_once, NEW.five_in_time, NEW.five_before_fifth, NEW.five_excused, NEW.five_late, NEW.five_undetermined) ON CONFLICT (facility, month, purpose) DO UPDATE SET received = received + excluded.received, accepted = accepted + excluded.accepted, accepted_with_warnings = accepted_with_warnings + excluded.accepted_with_warnings, rejected = rejected + excluded.rejected, with_findings = with_findings + excluded.with_findings, current = current + excluded.current, at_once = at_once + excluded.at_once, in_time = in_time + excluded.in_time, before_fifth = before_fifth + excluded.before_fifth, excused = excused + excluded.excused, late = late + excluded.late, undetermined = undetermined + excluded.undetermined, T_TONGCHI_BV = T_TONGCHI_BV + excluded.T_TONGCHI_BV, T_TONGCHI_BH = T_TONGCHI_BH + excluded.T_TONGCHI_BH, T_BHTT = T_BHTT + excluded.T_BHTT, T_BNTT = T_BNTT + excluded.T_BNTT, T_BNCCT = T_BNCCT + excluded.T_BNCCT, T_NGUONKHAC = T_NGUONKHAC + excluded.T_NGUONKHAC, five_received = five_received + excluded.five_received, five_accepted = five_accepted + excluded.five_accepted, five_accepted_with_warnings = five_accepted_with_warnings + excluded.five_accepted_with_warnings, five_rejected = five_rejected + excluded.five_rejected, five_with_findings = five_with_findings + excluded.five_with_findings, five_current = five_current + excluded.five_current, five_at_once = five_at_once + excluded.five_at_once, five_in_time = five_in_time + excluded.five_in_time, five_before_fifth = five_before_fifth + excluded.five_before_fifth, five_excused = five_excused + excluded.five_excused, five_late = five_late + excluded.five_late, five_undetermined = five_undetermined + excluded.five_undetermined; END;--> statement-breakpoint
CREATE TRIGGER facility_days_deleted AFTER DELETE ON facility_days BEGIN UPDATE facility_months SET received = received - OLD.received, accepted = accepted - OLD.accepted, accepted_with_warnings = accepted_with_warnings - OLD.accepted_with_warnings, rejected = rejected - OLD.rejected, with_findings = with_findings - OLD.with_findings, current = current - OLD.current, at_once = at_once - OLD.at_once, in_time = in_time - OLD.in_time, before_fifth = before_fifth - OLD.before_fifth, excused = excused - OLD.excused, late = late - OLD.late, undetermined = undetermined - OLD.undetermined, T_TONGCHI_BV = T_TONGCHI_BV - OLD.T_TONGCHI_BV, T_TONGCHI_BH = T_TONGCHI_BH - OLD.T_TONGCHI_BH, T_BHTT = T_BHTT - OLD.T_BHTT, T_BNTT = T_BNTT - OLD.T_BNTT, T_BNCCT = T_BNCCT - OLD.T_BNCCT, T_NGUONKHAC = T_NGUONKHAC - OLD.T_NGUONKHAC, five_received = five_received - OLD.five_received, five_accepted = five_accepted - OLD.five_accepted, five_accepted_with_warnings = five_accepted_with_warnings - OLD.five_accepted_with_warnings, five_rejected = five_rejected - OLD.five_rejected, five_with_findings = five_with_findings - OLD.five_with_findings, five_current = five_current - OLD.five_current, five_at_once = five_at_once - OLD.five_at_once, five_in_time = five_in_time - OLD.five_in_time, five_before_fifth = five_before_fifth - OLD.five_before_fifth, five_excused = five_excused - OLD.five_excused, five_late = five_late - OLD.five_late, five_undetermined = five_undetermined - OLD.five_undetermined WHERE facility = OLD.facility AND month = substr(OLD.day, 1, 7) AND purpose = OLD.purpose; DELETE FROM facility_months WHERE facility = OLD.facility AND month = substr(OLD.day, 1, 7) AND purpose = OLD.purpose AND received = 0; END;--> statement-breakpoint
INSERT INTO province_months (province, dimension, key, month, purpose, received, accepted, accepted_with_warnings, rejected, with_findings, current, at_once, in_time, before_fifth, excused, late, undetermined, T_TONGCHI_BV, T_TONGCHI_BH, T_BHTT, T_BNTT, T_BNCCT, T_NGUONKHAC, five_received, five_accepted, five_accepted_with_warnings, five_rejected, five_with_findings, five_current, five_at_once, five_in_time, five_before_fifth, five_excused, five_late, five_undetermined) SELECT d.province, d.dimension, d.key, substr(d.day, 1, 7), d.purpose, sum(d.received), sum(d.accepted), sum(d.accepted_with_warnings), sum(d.rejected), sum(d.with_findings), sum(d.current), sum(d.at_once), sum(d.in_time), sum(d.before_fifth), sum(d.excused), sum(d.late), sum(d.undetermined), sum(d.T_TONGCHI_BV), sum(d.T_TONGCHI_BH), sum(d.T_BHTT), sum(d.T_BNTT), sum(d.T_BNCCT), sum(d.T_NGUONKHAC), sum(d.five_received), sum(d.five_accepted), sum(d.five_accepted_with_warnings), sum(d.five_rejected), sum(d.five_with_findings), sum(d.five_current), sum(d.five_at_once), sum(d.five_in_time), sum(d.five_before_fifth), sum(d.five_excused), sum(d.five_late), sum(d.five_undetermined) FROM province_days d GROUP BY d.province, d.dimension, d.key, substr(d.day, 1, 7), d.purpose;--> statement-breakpoint
CREATE TRIGGER province_days_inserted AFTER INSERT ON province_days BEGIN INSERT INTO province_months (province, dimension, key, month, purpose, received, accepted, accepted_with_warnings, rejected, with_findings, current, at_once, in_time, before_fifth, excused, late, undetermined, T_TONGCHI_BV, T_TONGCHI_BH, T_BHTT, T_BNTT, T_BNCCT, T_NGUONKHAC, five_received, five_accepted, five_accepted_with_warnings, five_rejected, five_with_findings, five_current, five_at_once, five_in_time, five_before_fifth, five_excused, five_late, five_undetermined) VALUES (NEW.province, NEW.dimension, NEW.key, substr(NEW.day, 1, 7), NEW.purpose, NEW.received, NEW.accepted, NEW.accepted_with_warnings, NEW.rejected, NEW.with_findings, NEW.current, NEW.at_once, NEW.in_time, NEW.before_fifth, NEW.excused, NEW.late, NEW.undetermined, NEW.T_TONGCHI_BV, NEW.T_TONGCHI_BH, NEW.T_BHTT, NEW.T_BNTT, NEW.T_BNCCT, NEW.T_NGUONKHAC, NEW.five_received, NEW.five_accepted, NEW.five_accepted_with_warnings, NEW.five_rejected, NEW.five_with_findings, NEW.five_current, NEW.five_at_once, NEW.five_in_time, NEW.five_before_fifth, NEW.five_excused, NEW.five_late, NEW.five_undetermined) ON CONFLICT (province, dimension, key, month, purpose) DO UPDATE SET received = received + excluded.received, accepted = accepted + excluded.accepted, accepted_with_warnings = accepted_with_warnings + excluded.accepted_with_warnings, rejected = rejected + excluded.rejected, with_findings = with_findings + excluded.with_findings, current = current + excluded.current, at_once = at_once + excluded.at_once, in_time = in_time + excluded.in_time, before_fifth = before_fifth + excluded.before_fifth, excused = excused + excluded.excused, late = late + excluded.late, undetermined = undetermined + excluded.undetermined, T_TONGCHI_BV = T_TONGCHI_BV + excluded.T_TONGCHI_BV, T_TONGCHI_BH = T_TONGCHI_BH + excluded.T_TONGCHI_BH, T_BHTT = T_BHTT + excluded.T_BHTT, T_BNTT = T_BNTT + excluded.T_BNTT, T_BNCCT = T_BNCCT + excluded.T_BNCCT, T_NGUONKHAC = T_NGUONKHAC + excluded.T_NGUONKHAC, five_received = five_received + excluded.five_received, five_accepted = five_accepted + excluded.five_accepted, five_accepted_with_warnings = five_accepted_with_warnings + excluded.five_accepted_with_warnings, five_rejected = five_rejected + excluded.five_rejected, five_with_findings = five_with_findings + excluded.five_with_findings, five_current = five_current + excluded.five_current, five_at_once = five_at_once + excluded.five_at_once, five_in_time = five_in_time + excluded.five_in_time, five_before_fifth = five_before_fifth + excluded.five_before_fifth, five_excused = five_excused + excluded.five_excused, five_late = five_late + excluded.five_late, five_undetermined = five_undetermined + excluded.five_undetermined; END;--> statement-breakpoint
CREATE TRIGGER province_days_deleted AFTER DELETE ON province_days BEGIN UPDATE province_months SET received = received - OLD.received, accepted = accepted - OLD.accepted, accepted_with_warnings = accepted_with_warnings - OLD.accepted_with_warnings, rejected = rejected - OLD.rejected, with_findings = with_findings - OLD.with_findings, current = current - OLD.current, at_once = at_once - OLD.at_once, in_time = in_time - OLD.in_time, before_fifth = before_fifth - OLD.before_fifth, excused = excused - OLD.excused, late = late - OLD.late, undetermined = undetermined - OLD.undetermined, T_TONGCHI_BV = T_TONGCHI_BV - OLD.T_TONGCHI_BV, T_TONGCHI_BH = T_TONGCHI_BH - OLD.T_TONGCHI_BH, T_BHTT = T_BHTT - OLD.T_BHTT, T_BNTT = T_BNTT - OLD.T_BNTT, T_BNCCT = T_BNCCT - OLD.T_BNCCT, T_NGUONKHAC = T_NGUONKHAC - OLD.T_NGUONKHAC, five_received = five_received - OLD.five_received, five_accepted = five_accepted - OLD.five_accepted, five_accepted_with_warnings = five_accepted_with_warnings - OLD.five_accepted_with_warnings, five_rejected = five_rejected - OLD.five_rejected, five_with_findings = five_with_findings - OLD.five_with_findings, five_current = five_current - OLD.five_current, five_at_once = five_at_once - OLD.five_at_once, five_in_time = five_in_time - OLD.five_in_time, five_before_fifth = five_before_fifth - OLD.five_before_fifth, five_excused = five_excused - OLD.five_excused, five_late = five_late - OLD.five_late, five_undetermined = five_undetermined - OLD.five_undetermined WHERE province = OLD.province AND dimension = OLD.dimension AND key = OLD.key AND month = substr(OLD.day, 1, 7) AND purpose = OLD.purpose; DELETE FROM province_months WHERE province = OLD.province AND dimension = OLD.dimension AND key = OLD.key AND month = substr(OLD.day, 1, 7) AND purpose = OLD.purpose AND received = 0; END;
