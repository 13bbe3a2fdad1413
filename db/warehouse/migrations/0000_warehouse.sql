CREATE TABLE `accesses` (
	`id` text PRIMARY KEY NOT NULL,
	`at` integer NOT NULL,
	`account` text NOT NULL,
	`role` text NOT NULL,
	`province` text NOT NULL,
	`reason` text NOT NULL,
	`query` text NOT NULL,
	`rows` integer NOT NULL,
	`unmasked` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `accesses_by_time` ON `accesses` (`at`);--> statement-breakpoint
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
CREATE TABLE `dossier_contents` (
	`submission_id` text NOT NULL,
	`dossier` integer NOT NULL,
	`part` integer NOT NULL,
	`key` text NOT NULL,
	`is_identified` integer NOT NULL,
	`sealed` blob NOT NULL,
	PRIMARY KEY(`submission_id`, `dossier`, `part`)
);
--> statement-breakpoint
CREATE TABLE `dossier_costs` (
	`submission_id` text NOT NULL,
	`dossier` integer NOT NULL,
	`MA_NHOM` text NOT NULL,
	`facility` text NOT NULL,
	`purpose` text NOT NULL,
	`received_on` text NOT NULL,
	`lines` integer NOT NULL,
	`T_TONGCHI_BV` integer,
	`T_TONGCHI_BH` integer,
	`T_BHTT` integer,
	`T_BNTT` integer,
	`T_BNCCT` integer,
	`T_NGUONKHAC` integer,
	PRIMARY KEY(`submission_id`, `dossier`, `MA_NHOM`)
);
--> statement-breakpoint
CREATE INDEX `dossier_costs_by_group` ON `dossier_costs` (`MA_NHOM`,`received_on`,`submission_id`,`dossier`);--> statement-breakpoint
CREATE INDEX `dossier_costs_by_facility` ON `dossier_costs` (`facility`,`received_on`);--> statement-breakpoint
CREATE TABLE `dossier_histories` (
	`submission_id` text NOT NULL,
	`dossier` integer NOT NULL,
	`revision` integer NOT NULL,
	`digest` text NOT NULL,
	PRIMARY KEY(`submission_id`, `dossier`)
);
--> statement-breakpoint
CREATE TABLE `dossiers` (
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
CREATE TABLE `events` (
	`seq` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`key` text NOT NULL,
	`at` integer NOT NULL,
	`province` text NOT NULL,
	`facility` text NOT NULL,
	`kind` text NOT NULL,
	`submission_id` text NOT NULL,
	`dossier` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `events_key_unique` ON `events` (`key`);--> statement-breakpoint
CREATE INDEX `events_by_facility` ON `events` (`facility`,`seq`);--> statement-breakpoint
CREATE INDEX `events_by_province` ON `events` (`province`,`seq`);--> statement-breakpoint
CREATE TABLE `facility_days` (
	`facility` text NOT NULL,
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
	PRIMARY KEY(`facility`, `day`, `purpose`)
);
--> statement-breakpoint
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
CREATE TABLE `failed_dossiers` (
	`submission_id` text NOT NULL,
	`dossier` integer NOT NULL,
	`facility` text NOT NULL,
	`failed_at` integer NOT NULL,
	`cause` text NOT NULL,
	PRIMARY KEY(`submission_id`, `dossier`)
);
--> statement-breakpoint
CREATE TABLE `finding_days` (
	`province` text NOT NULL,
	`dimension` text NOT NULL,
	`key` text NOT NULL,
	`day` text NOT NULL,
	`purpose` text NOT NULL,
	`dossiers` integer NOT NULL,
	`findings` integer NOT NULL,
	PRIMARY KEY(`province`, `dimension`, `key`, `day`, `purpose`)
);
--> statement-breakpoint
CREATE TABLE `findings` (
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
CREATE INDEX `findings_by_rule` ON `findings` (`rule`,`received_on`,`submission_id`,`dossier`,`facility`);--> statement-breakpoint
CREATE INDEX `findings_by_table` ON `findings` (`table_id`,`received_on`,`submission_id`,`dossier`);--> statement-breakpoint
CREATE INDEX `findings_by_field` ON `findings` (`table_id`,`field`,`received_on`,`submission_id`,`dossier`);--> statement-breakpoint
CREATE INDEX `findings_by_dossier` ON `findings` (`submission_id`,`dossier`,`rule`,`table_id`,`field`);--> statement-breakpoint
CREATE INDEX `findings_by_facility_rule` ON `findings` (`facility`,`rule`,`received_on`,`submission_id`,`dossier`);--> statement-breakpoint
CREATE INDEX `findings_by_facility_field` ON `findings` (`facility`,`table_id`,`field`,`received_on`,`submission_id`,`dossier`);--> statement-breakpoint
CREATE TABLE `heartbeats` (
	`id` integer PRIMARY KEY NOT NULL,
	`beat_at` integer NOT NULL,
	CONSTRAINT "heartbeats_single_row" CHECK("heartbeats"."id" = 1)
);
--> statement-breakpoint
CREATE TABLE `identity_hashes` (
	`hash` text NOT NULL,
	`kind` text NOT NULL,
	`submission_id` text NOT NULL,
	`dossier` integer NOT NULL,
	PRIMARY KEY(`hash`, `submission_id`, `dossier`)
);
--> statement-breakpoint
CREATE INDEX `identity_hashes_by_dossier` ON `identity_hashes` (`submission_id`,`dossier`);--> statement-breakpoint
CREATE TABLE `manifest_entries` (
	`manifest` text NOT NULL,
	`MA_LK` text NOT NULL,
	`hash` text,
	PRIMARY KEY(`manifest`, `MA_LK`)
);
--> statement-breakpoint
CREATE INDEX `manifest_entries_by_key` ON `manifest_entries` (`MA_LK`);--> statement-breakpoint
CREATE TABLE `manifests` (
	`id` text PRIMARY KEY NOT NULL,
	`facility` text NOT NULL,
	`purpose` text NOT NULL,
	`day` text NOT NULL,
	`state` text NOT NULL,
	`at` integer NOT NULL,
	`by` text NOT NULL,
	`declared` integer NOT NULL,
	`digest` text NOT NULL,
	`replaced_at` integer
);
--> statement-breakpoint
CREATE INDEX `manifests_by_day` ON `manifests` (`facility`,`purpose`,`day`,`state`);--> statement-breakpoint
CREATE TABLE `operations` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`subject` text NOT NULL,
	`before` text,
	`by` text NOT NULL,
	`reason` text NOT NULL,
	`started_at` integer NOT NULL,
	`finished_at` integer,
	`table_cursor` text DEFAULT '' NOT NULL,
	`row_cursor` integer DEFAULT 0 NOT NULL,
	`dossiers` integer DEFAULT 0 NOT NULL,
	`rows` integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE INDEX `operations_by_state` ON `operations` (`finished_at`,`started_at`);--> statement-breakpoint
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
CREATE TABLE `province_days` (
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
CREATE TABLE `rule_days` (
	`rule` text NOT NULL,
	`facility` text NOT NULL,
	`day` text NOT NULL,
	`purpose` text NOT NULL,
	`dossiers` integer NOT NULL,
	`findings` integer NOT NULL,
	PRIMARY KEY(`rule`, `facility`, `day`, `purpose`)
);
--> statement-breakpoint
CREATE INDEX `rule_days_by_facility` ON `rule_days` (`facility`,`day`);--> statement-breakpoint
CREATE TABLE `stale_days` (
	`area` text NOT NULL,
	`day` text NOT NULL,
	PRIMARY KEY(`area`, `day`)
);
--> statement-breakpoint
CREATE TABLE `submissions` (
	`id` text PRIMARY KEY NOT NULL,
	`facility` text NOT NULL,
	`purpose` text NOT NULL,
	`standard` text NOT NULL,
	`received_at` integer NOT NULL,
	`bytes` integer NOT NULL,
	`sha256` text NOT NULL,
	`status` text NOT NULL,
	`verified_at` integer,
	`failure` text,
	`dmdc_release` text,
	`rules_version` text,
	`declared` integer,
	`counted` integer,
	`accepted` integer,
	`accepted_with_warnings` integer,
	`rejected` integer,
	`findings_total` integer,
	`correction_code` text,
	`correction_reason` text,
	`failed_dossiers` integer DEFAULT 0 NOT NULL,
	`result_due_on` text,
	`authenticated_by` text,
	`history` text
);
--> statement-breakpoint
CREATE INDEX `submissions_by_facility` ON `submissions` (`facility`,`received_at`);--> statement-breakpoint
CREATE INDEX `submissions_by_result_due` ON `submissions` (`result_due_on`,`status`);--> statement-breakpoint
CREATE TABLE `webhook_deliveries` (
	`webhook` text NOT NULL,
	`event` integer NOT NULL,
	`state` text NOT NULL,
	`attempts` integer NOT NULL,
	`next_at` integer,
	`last_at` integer,
	`last_status` integer,
	`last_failure` text,
	PRIMARY KEY(`webhook`, `event`)
);
--> statement-breakpoint
CREATE INDEX `webhook_deliveries_by_due` ON `webhook_deliveries` (`state`,`next_at`,`webhook`);--> statement-breakpoint
CREATE TABLE `webhook_secrets` (
	`webhook` text NOT NULL,
	`secret` text NOT NULL,
	`until` integer NOT NULL,
	PRIMARY KEY(`webhook`, `secret`)
);
--> statement-breakpoint
CREATE TABLE `webhooks` (
	`id` text PRIMARY KEY NOT NULL,
	`facility` text NOT NULL,
	`url` text NOT NULL,
	`secret` text NOT NULL,
	`created_at` integer NOT NULL,
	`created_by` text NOT NULL,
	`paused_until` integer,
	`failing_since` integer,
	`disabled_at` integer,
	`disabled_reason` text
);
--> statement-breakpoint
CREATE INDEX `webhooks_by_facility` ON `webhooks` (`facility`,`created_at`);--> statement-breakpoint
CREATE TRIGGER dossiers_inserted AFTER INSERT ON dossiers BEGIN INSERT INTO stale_days (area, day) SELECT area, day FROM (SELECT NEW.facility AS area, NEW.received_on AS day UNION SELECT substr(NEW.facility, 1, 2), NEW.received_on) n WHERE NOT EXISTS (SELECT 1 FROM stale_days s WHERE s.area = n.area AND s.day = n.day); END;
--> statement-breakpoint
CREATE TRIGGER dossiers_changed AFTER UPDATE ON dossiers BEGIN INSERT INTO stale_days (area, day) SELECT area, day FROM (SELECT OLD.facility AS area, OLD.received_on AS day UNION SELECT substr(OLD.facility, 1, 2), OLD.received_on) n WHERE NOT EXISTS (SELECT 1 FROM stale_days s WHERE s.area = n.area AND s.day = n.day); INSERT INTO stale_days (area, day) SELECT area, day FROM (SELECT NEW.facility AS area, NEW.received_on AS day UNION SELECT substr(NEW.facility, 1, 2), NEW.received_on) n WHERE NOT EXISTS (SELECT 1 FROM stale_days s WHERE s.area = n.area AND s.day = n.day); END;
--> statement-breakpoint
CREATE TRIGGER dossiers_deleted AFTER DELETE ON dossiers BEGIN INSERT INTO stale_days (area, day) SELECT area, day FROM (SELECT OLD.facility AS area, OLD.received_on AS day UNION SELECT substr(OLD.facility, 1, 2), OLD.received_on) n WHERE NOT EXISTS (SELECT 1 FROM stale_days s WHERE s.area = n.area AND s.day = n.day); END;
--> statement-breakpoint
CREATE TRIGGER findings_inserted AFTER INSERT ON findings WHEN NEW.dossier IS NOT NULL BEGIN INSERT INTO stale_days (area, day) SELECT area, day FROM (SELECT NEW.facility AS area, NEW.received_on AS day UNION SELECT substr(NEW.facility, 1, 2), NEW.received_on) n WHERE NOT EXISTS (SELECT 1 FROM stale_days s WHERE s.area = n.area AND s.day = n.day); END;
--> statement-breakpoint
CREATE TRIGGER findings_deleted AFTER DELETE ON findings WHEN OLD.dossier IS NOT NULL BEGIN INSERT INTO stale_days (area, day) SELECT area, day FROM (SELECT OLD.facility AS area, OLD.received_on AS day UNION SELECT substr(OLD.facility, 1, 2), OLD.received_on) n WHERE NOT EXISTS (SELECT 1 FROM stale_days s WHERE s.area = n.area AND s.day = n.day); END;
--> statement-breakpoint
CREATE TRIGGER facility_days_inserted AFTER INSERT ON facility_days BEGIN INSERT INTO facility_months (facility, month, purpose, received, accepted, accepted_with_warnings, rejected, with_findings, current, at_once, in_time, before_fifth, excused, late, undetermined, T_TONGCHI_BV, T_TONGCHI_BH, T_BHTT, T_BNTT, T_BNCCT, T_NGUONKHAC, five_received, five_accepted, five_accepted_with_warnings, five_rejected, five_with_findings, five_current, five_at_once, five_in_time, five_before_fifth, five_excused, five_late, five_undetermined) VALUES (NEW.facility, substr(NEW.day, 1, 7), NEW.purpose, NEW.received, NEW.accepted, NEW.accepted_with_warnings, NEW.rejected, NEW.with_findings, NEW.current, NEW.at_once, NEW.in_time, NEW.before_fifth, NEW.excused, NEW.late, NEW.undetermined, NEW.T_TONGCHI_BV, NEW.T_TONGCHI_BH, NEW.T_BHTT, NEW.T_BNTT, NEW.T_BNCCT, NEW.T_NGUONKHAC, NEW.five_received, NEW.five_accepted, NEW.five_accepted_with_warnings, NEW.five_rejected, NEW.five_with_findings, NEW.five_current, NEW.five_at_once, NEW.five_in_time, NEW.five_before_fifth, NEW.five_excused, NEW.five_late, NEW.five_undetermined) ON CONFLICT (facility, month, purpose) DO UPDATE SET received = received + excluded.received, accepted = accepted + excluded.accepted, accepted_with_warnings = accepted_with_warnings + excluded.accepted_with_warnings, rejected = rejected + excluded.rejected, with_findings = with_findings + excluded.with_findings, current = current + excluded.current, at_once = at_once + excluded.at_once, in_time = in_time + excluded.in_time, before_fifth = before_fifth + excluded.before_fifth, excused = excused + excluded.excused, late = late + excluded.late, undetermined = undetermined + excluded.undetermined, T_TONGCHI_BV = T_TONGCHI_BV + excluded.T_TONGCHI_BV, T_TONGCHI_BH = T_TONGCHI_BH + excluded.T_TONGCHI_BH, T_BHTT = T_BHTT + excluded.T_BHTT, T_BNTT = T_BNTT + excluded.T_BNTT, T_BNCCT = T_BNCCT + excluded.T_BNCCT, T_NGUONKHAC = T_NGUONKHAC + excluded.T_NGUONKHAC, five_received = five_received + excluded.five_received, five_accepted = five_accepted + excluded.five_accepted, five_accepted_with_warnings = five_accepted_with_warnings + excluded.five_accepted_with_warnings, five_rejected = five_rejected + excluded.five_rejected, five_with_findings = five_with_findings + excluded.five_with_findings, five_current = five_current + excluded.five_current, five_at_once = five_at_once + excluded.five_at_once, five_in_time = five_in_time + excluded.five_in_time, five_before_fifth = five_before_fifth + excluded.five_before_fifth, five_excused = five_excused + excluded.five_excused, five_late = five_late + excluded.five_late, five_undetermined = five_undetermined + excluded.five_undetermined; END;
--> statement-breakpoint
CREATE TRIGGER facility_days_deleted AFTER DELETE ON facility_days BEGIN UPDATE facility_months SET received = received - OLD.received, accepted = accepted - OLD.accepted, accepted_with_warnings = accepted_with_warnings - OLD.accepted_with_warnings, rejected = rejected - OLD.rejected, with_findings = with_findings - OLD.with_findings, current = current - OLD.current, at_once = at_once - OLD.at_once, in_time = in_time - OLD.in_time, before_fifth = before_fifth - OLD.before_fifth, excused = excused - OLD.excused, late = late - OLD.late, undetermined = undetermined - OLD.undetermined, T_TONGCHI_BV = T_TONGCHI_BV - OLD.T_TONGCHI_BV, T_TONGCHI_BH = T_TONGCHI_BH - OLD.T_TONGCHI_BH, T_BHTT = T_BHTT - OLD.T_BHTT, T_BNTT = T_BNTT - OLD.T_BNTT, T_BNCCT = T_BNCCT - OLD.T_BNCCT, T_NGUONKHAC = T_NGUONKHAC - OLD.T_NGUONKHAC, five_received = five_received - OLD.five_received, five_accepted = five_accepted - OLD.five_accepted, five_accepted_with_warnings = five_accepted_with_warnings - OLD.five_accepted_with_warnings, five_rejected = five_rejected - OLD.five_rejected, five_with_findings = five_with_findings - OLD.five_with_findings, five_current = five_current - OLD.five_current, five_at_once = five_at_once - OLD.five_at_once, five_in_time = five_in_time - OLD.five_in_time, five_before_fifth = five_before_fifth - OLD.five_before_fifth, five_excused = five_excused - OLD.five_excused, five_late = five_late - OLD.five_late, five_undetermined = five_undetermined - OLD.five_undetermined WHERE facility = OLD.facility AND month = substr(OLD.day, 1, 7) AND purpose = OLD.purpose; DELETE FROM facility_months WHERE facility = OLD.facility AND month = substr(OLD.day, 1, 7) AND purpose = OLD.purpose AND received = 0; END;
--> statement-breakpoint
CREATE TRIGGER province_days_inserted AFTER INSERT ON province_days BEGIN INSERT INTO province_months (province, dimension, key, month, purpose, received, accepted, accepted_with_warnings, rejected, with_findings, current, at_once, in_time, before_fifth, excused, late, undetermined, T_TONGCHI_BV, T_TONGCHI_BH, T_BHTT, T_BNTT, T_BNCCT, T_NGUONKHAC, five_received, five_accepted, five_accepted_with_warnings, five_rejected, five_with_findings, five_current, five_at_once, five_in_time, five_before_fifth, five_excused, five_late, five_undetermined) VALUES (NEW.province, NEW.dimension, NEW.key, substr(NEW.day, 1, 7), NEW.purpose, NEW.received, NEW.accepted, NEW.accepted_with_warnings, NEW.rejected, NEW.with_findings, NEW.current, NEW.at_once, NEW.in_time, NEW.before_fifth, NEW.excused, NEW.late, NEW.undetermined, NEW.T_TONGCHI_BV, NEW.T_TONGCHI_BH, NEW.T_BHTT, NEW.T_BNTT, NEW.T_BNCCT, NEW.T_NGUONKHAC, NEW.five_received, NEW.five_accepted, NEW.five_accepted_with_warnings, NEW.five_rejected, NEW.five_with_findings, NEW.five_current, NEW.five_at_once, NEW.five_in_time, NEW.five_before_fifth, NEW.five_excused, NEW.five_late, NEW.five_undetermined) ON CONFLICT (province, dimension, key, month, purpose) DO UPDATE SET received = received + excluded.received, accepted = accepted + excluded.accepted, accepted_with_warnings = accepted_with_warnings + excluded.accepted_with_warnings, rejected = rejected + excluded.rejected, with_findings = with_findings + excluded.with_findings, current = current + excluded.current, at_once = at_once + excluded.at_once, in_time = in_time + excluded.in_time, before_fifth = before_fifth + excluded.before_fifth, excused = excused + excluded.excused, late = late + excluded.late, undetermined = undetermined + excluded.undetermined, T_TONGCHI_BV = T_TONGCHI_BV + excluded.T_TONGCHI_BV, T_TONGCHI_BH = T_TONGCHI_BH + excluded.T_TONGCHI_BH, T_BHTT = T_BHTT + excluded.T_BHTT, T_BNTT = T_BNTT + excluded.T_BNTT, T_BNCCT = T_BNCCT + excluded.T_BNCCT, T_NGUONKHAC = T_NGUONKHAC + excluded.T_NGUONKHAC, five_received = five_received + excluded.five_received, five_accepted = five_accepted + excluded.five_accepted, five_accepted_with_warnings = five_accepted_with_warnings + excluded.five_accepted_with_warnings, five_rejected = five_rejected + excluded.five_rejected, five_with_findings = five_with_findings + excluded.five_with_findings, five_current = five_current + excluded.five_current, five_at_once = five_at_once + excluded.five_at_once, five_in_time = five_in_time + excluded.five_in_time, five_before_fifth = five_before_fifth + excluded.five_before_fifth, five_excused = five_excused + excluded.five_excused, five_late = five_late + excluded.five_late, five_undetermined = five_undetermined + excluded.five_undetermined; END;
--> statement-breakpoint
CREATE TRIGGER province_days_deleted AFTER DELETE ON province_days BEGIN UPDATE province_months SET received = received - OLD.received, accepted = accepted - OLD.accepted, accepted_with_warnings = accepted_with_warnings - OLD.accepted_with_warnings, rejected = rejected - OLD.rejected, with_findings = with_findings - OLD.with_findings, current = current - OLD.current, at_once = at_once - OLD.at_once, in_time = in_time - OLD.in_time, before_fifth = before_fifth - OLD.before_fifth, excused = excused - OLD.excused, late = late - OLD.late, undetermined = undetermined - OLD.undetermined, T_TONGCHI_BV = T_TONGCHI_BV - OLD.T_TONGCHI_BV, T_TONGCHI_BH = T_TONGCHI_BH - OLD.T_TONGCHI_BH, T_BHTT = T_BHTT - OLD.T_BHTT, T_BNTT = T_BNTT - OLD.T_BNTT, T_BNCCT = T_BNCCT - OLD.T_BNCCT, T_NGUONKHAC = T_NGUONKHAC - OLD.T_NGUONKHAC, five_received = five_received - OLD.five_received, five_accepted = five_accepted - OLD.five_accepted, five_accepted_with_warnings = five_accepted_with_warnings - OLD.five_accepted_with_warnings, five_rejected = five_rejected - OLD.five_rejected, five_with_findings = five_with_findings - OLD.five_with_findings, five_current = five_current - OLD.five_current, five_at_once = five_at_once - OLD.five_at_once, five_in_time = five_in_time - OLD.five_in_time, five_before_fifth = five_before_fifth - OLD.five_before_fifth, five_excused = five_excused - OLD.five_excused, five_late = five_late - OLD.five_late, five_undetermined = five_undetermined - OLD.five_undetermined WHERE province = OLD.province AND dimension = OLD.dimension AND key = OLD.key AND month = substr(OLD.day, 1, 7) AND purpose = OLD.purpose; DELETE FROM province_months WHERE province = OLD.province AND dimension = OLD.dimension AND key = OLD.key AND month = substr(OLD.day, 1, 7) AND purpose = OLD.purpose AND received = 0; END;
