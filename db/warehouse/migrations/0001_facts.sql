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
	PRIMARY KEY(`facility`, `day`, `purpose`)
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
	PRIMARY KEY(`province`, `dimension`, `key`, `day`, `purpose`)
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
DROP INDEX `dossiers_by_key`;--> statement-breakpoint
ALTER TABLE `dossiers` ADD `facility` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `dossiers` ADD `purpose` text DEFAULT 'payment' NOT NULL;--> statement-breakpoint
ALTER TABLE `dossiers` ADD `received_at` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `dossiers` ADD `received_on` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `dossiers` ADD `began_on` text;--> statement-breakpoint
ALTER TABLE `dossiers` ADD `ended_on` text;--> statement-breakpoint
ALTER TABLE `dossiers` ADD `NGAY_VAO` text;--> statement-breakpoint
ALTER TABLE `dossiers` ADD `NGAY_RA` text;--> statement-breakpoint
ALTER TABLE `dossiers` ADD `MA_LOAI_KCB` text;--> statement-breakpoint
ALTER TABLE `dossiers` ADD `MA_DOITUONG_KCB` text;--> statement-breakpoint
ALTER TABLE `dossiers` ADD `MA_BENH_CHINH` text;--> statement-breakpoint
ALTER TABLE `dossiers` ADD `icd_chapter` text;--> statement-breakpoint
ALTER TABLE `dossiers` ADD `KET_QUA_DTRI` text;--> statement-breakpoint
ALTER TABLE `dossiers` ADD `T_TONGCHI_BV` integer;--> statement-breakpoint
ALTER TABLE `dossiers` ADD `T_TONGCHI_BH` integer;--> statement-breakpoint
ALTER TABLE `dossiers` ADD `T_BHTT` integer;--> statement-breakpoint
ALTER TABLE `dossiers` ADD `T_BNTT` integer;--> statement-breakpoint
ALTER TABLE `dossiers` ADD `T_BNCCT` integer;--> statement-breakpoint
ALTER TABLE `dossiers` ADD `T_NGUONKHAC` integer;--> statement-breakpoint
ALTER TABLE `dossiers` ADD `card_hash` text;--> statement-breakpoint
ALTER TABLE `dossiers` ADD `person_hash` text;--> statement-breakpoint
ALTER TABLE `dossiers` ADD `content_hash` text;--> statement-breakpoint
ALTER TABLE `dossiers` ADD `version` integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE `dossiers` ADD `replaces_submission` text;--> statement-breakpoint
ALTER TABLE `dossiers` ADD `replaces_dossier` integer;--> statement-breakpoint
ALTER TABLE `dossiers` ADD `is_current` integer DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE `dossiers` ADD `due_on` text;--> statement-breakpoint
ALTER TABLE `dossiers` ADD `timeliness` text;--> statement-breakpoint
ALTER TABLE `dossiers` ADD `assessment` text;--> statement-breakpoint
ALTER TABLE `dossiers` ADD `erased_at` integer;--> statement-breakpoint
CREATE INDEX `dossiers_by_content` ON `dossiers` (`content_hash`);--> statement-breakpoint
CREATE INDEX `dossiers_by_card` ON `dossiers` (`card_hash`,`began_on`);--> statement-breakpoint
CREATE INDEX `dossiers_by_person` ON `dossiers` (`person_hash`,`began_on`);--> statement-breakpoint
CREATE INDEX `dossiers_by_day` ON `dossiers` (`received_on`,`submission_id`,`dossier`);--> statement-breakpoint
CREATE INDEX `dossiers_by_facility` ON `dossiers` (`facility`,`received_on`,`purpose`,`outcome`,`is_current`,`timeliness`,`MA_LOAI_KCB`,`icd_chapter`,`MA_BENH_CHINH`);--> statement-breakpoint
CREATE INDEX `dossiers_by_outcome` ON `dossiers` (`outcome`,`received_on`);--> statement-breakpoint
CREATE INDEX `dossiers_by_encounter_type` ON `dossiers` (`MA_LOAI_KCB`,`received_on`);--> statement-breakpoint
CREATE INDEX `dossiers_by_timeliness` ON `dossiers` (`timeliness`,`received_on`);--> statement-breakpoint
CREATE INDEX `dossiers_by_chapter` ON `dossiers` (`icd_chapter`,`received_on`);--> statement-breakpoint
CREATE INDEX `dossiers_by_diagnosis` ON `dossiers` (`MA_BENH_CHINH`,`received_on`);--> statement-breakpoint
CREATE INDEX `dossiers_by_due_day` ON `dossiers` (`due_on`);--> statement-breakpoint
CREATE INDEX `dossiers_by_key` ON `dossiers` (`MA_LK`,`facility`,`purpose`);--> statement-breakpoint
DROP INDEX `findings_by_rule`;--> statement-breakpoint
ALTER TABLE `findings` ADD `facility` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `findings` ADD `received_on` text DEFAULT '' NOT NULL;--> statement-breakpoint
CREATE INDEX `findings_by_field` ON `findings` (`table_id`,`field`,`received_on`,`submission_id`,`dossier`);--> statement-breakpoint
CREATE INDEX `findings_by_dossier` ON `findings` (`submission_id`,`dossier`,`rule`,`table_id`,`field`);--> statement-breakpoint
CREATE INDEX `findings_by_facility` ON `findings` (`facility`,`received_on`);--> statement-breakpoint
CREATE INDEX `findings_by_rule` ON `findings` (`rule`,`received_on`,`submission_id`,`dossier`,`facility`);--> statement-breakpoint
ALTER TABLE `CHECKIN` ADD `identity` text;--> statement-breakpoint
ALTER TABLE `XML1` ADD `identity` text;--> statement-breakpoint
ALTER TABLE `XML10` ADD `identity` text;--> statement-breakpoint
ALTER TABLE `XML11` ADD `identity` text;--> statement-breakpoint
ALTER TABLE `XML12` ADD `identity` text;--> statement-breakpoint
ALTER TABLE `XML13` ADD `identity` text;--> statement-breakpoint
ALTER TABLE `XML14` ADD `identity` text;--> statement-breakpoint
ALTER TABLE `XML15` ADD `identity` text;--> statement-breakpoint
ALTER TABLE `XML2` ADD `identity` text;--> statement-breakpoint
ALTER TABLE `XML3` ADD `identity` text;--> statement-breakpoint
ALTER TABLE `XML4` ADD `identity` text;--> statement-breakpoint
ALTER TABLE `XML5` ADD `identity` text;--> statement-breakpoint
ALTER TABLE `XML6` ADD `identity` text;--> statement-breakpoint
ALTER TABLE `XML7` ADD `identity` text;--> statement-breakpoint
ALTER TABLE `XML8` ADD `identity` text;--> statement-breakpoint
ALTER TABLE `XML9` ADD `identity` text;--> statement-breakpoint
-- What identifies a person gathers in one column, marked `plain`: the next rotation of keys (src/warehouse/identity) encrypts it.
UPDATE `CHECKIN` SET `identity` = nullif('plain.' || json_patch('{}', json_object('MA_BN',`MA_BN`,'HO_TEN',`HO_TEN`,'SO_CCCD',`SO_CCCD`,'NGAY_SINH',`NGAY_SINH`,'MA_THE_BHYT',`MA_THE_BHYT`)), 'plain.{}');--> statement-breakpoint
UPDATE `XML1` SET `identity` = nullif('plain.' || json_patch('{}', json_object('MA_BN',`MA_BN`,'HO_TEN',`HO_TEN`,'SO_CCCD',`SO_CCCD`,'NGAY_SINH',`NGAY_SINH`,'DIA_CHI',`DIA_CHI`,'DIEN_THOAI',`DIEN_THOAI`,'MA_THE_BHYT',`MA_THE_BHYT`,'MA_HSBA',`MA_HSBA`,'MA_TTDV',`MA_TTDV`,'MA_THE',`MA_THE`)), 'plain.{}');--> statement-breakpoint
UPDATE `XML2` SET `identity` = nullif('plain.' || json_patch('{}', json_object('MA_BAC_SI',`MA_BAC_SI`)), 'plain.{}');--> statement-breakpoint
UPDATE `XML3` SET `identity` = nullif('plain.' || json_patch('{}', json_object('MA_BAC_SI',`MA_BAC_SI`,'NGUOI_THUC_HIEN',`NGUOI_THUC_HIEN`)), 'plain.{}');--> statement-breakpoint
UPDATE `XML4` SET `identity` = nullif('plain.' || json_patch('{}', json_object('MA_BS_DOC_KQ',`MA_BS_DOC_KQ`)), 'plain.{}');--> statement-breakpoint
UPDATE `XML5` SET `identity` = nullif('plain.' || json_patch('{}', json_object('NGUOI_THUC_HIEN',`NGUOI_THUC_HIEN`)), 'plain.{}');--> statement-breakpoint
UPDATE `XML6` SET `identity` = nullif('plain.' || json_patch('{}', json_object('MA_THE_BHYT',`MA_THE_BHYT`,'SO_CCCD',`SO_CCCD`,'NGAY_SINH',`NGAY_SINH`,'DIA_CHI',`DIA_CHI`)), 'plain.{}');--> statement-breakpoint
UPDATE `XML7` SET `identity` = nullif('plain.' || json_patch('{}', json_object('SO_LUU_TRU',`SO_LUU_TRU`,'MA_YTE',`MA_YTE`,'MA_TTDV',`MA_TTDV`,'MA_BS',`MA_BS`,'TEN_BS',`TEN_BS`,'MA_CHA',`MA_CHA`,'MA_ME',`MA_ME`,'MA_THE_TAM',`MA_THE_TAM`,'HO_TEN_CHA',`HO_TEN_CHA`,'HO_TEN_ME',`HO_TEN_ME`)), 'plain.{}');--> statement-breakpoint
UPDATE `XML8` SET `identity` = nullif('plain.' || json_patch('{}', json_object('HO_TEN_CHA',`HO_TEN_CHA`,'HO_TEN_ME',`HO_TEN_ME`,'NGUOI_GIAM_HO',`NGUOI_GIAM_HO`,'DON_VI',`DON_VI`,'NGAY_SINHCON',`NGAY_SINHCON`,'GHI_CHU',`GHI_CHU`,'MA_TTDV',`MA_TTDV`,'MA_THE_TAM',`MA_THE_TAM`)), 'plain.{}');--> statement-breakpoint
UPDATE `XML9` SET `identity` = nullif('plain.' || json_patch('{}', json_object('MA_BHXH_NND',`MA_BHXH_NND`,'MA_THE_NND',`MA_THE_NND`,'HO_TEN_NND',`HO_TEN_NND`,'NGAYSINH_NND',`NGAYSINH_NND`,'SO_CCCD_NND',`SO_CCCD_NND`,'NGAYCAP_CCCD_NND',`NGAYCAP_CCCD_NND`,'NOICAP_CCCD_NND',`NOICAP_CCCD_NND`,'NOI_CU_TRU_NND',`NOI_CU_TRU_NND`,'HO_TEN_CHA',`HO_TEN_CHA`,'MA_THE_TAM',`MA_THE_TAM`,'HO_TEN_CON',`HO_TEN_CON`,'NGAY_SINH_CON',`NGAY_SINH_CON`,'NGUOI_DO_DE',`NGUOI_DO_DE`,'NGUOI_GHI_PHIEU',`NGUOI_GHI_PHIEU`,'MA_TTDV',`MA_TTDV`)), 'plain.{}');--> statement-breakpoint
UPDATE `XML10` SET `identity` = nullif('plain.' || json_patch('{}', json_object('DON_VI',`DON_VI`,'MA_TTDV',`MA_TTDV`,'TEN_BS',`TEN_BS`,'MA_BS',`MA_BS`)), 'plain.{}');--> statement-breakpoint
UPDATE `XML11` SET `identity` = nullif('plain.' || json_patch('{}', json_object('DON_VI',`DON_VI`,'MA_BHXH',`MA_BHXH`,'MA_THE_BHYT',`MA_THE_BHYT`,'HO_TEN_CHA',`HO_TEN_CHA`,'HO_TEN_ME',`HO_TEN_ME`,'MA_TTDV',`MA_TTDV`,'MA_BS',`MA_BS`,'MA_THE_TAM',`MA_THE_TAM`)), 'plain.{}');--> statement-breakpoint
UPDATE `XML12` SET `identity` = nullif('plain.' || json_patch('{}', json_object('NGUOI_CHU_TRI',`NGUOI_CHU_TRI`,'HO_TEN',`HO_TEN`,'NGAY_SINH',`NGAY_SINH`,'SO_CCCD',`SO_CCCD`,'NGAY_CAP_CCCD',`NGAY_CAP_CCCD`,'NOI_CAP_CCCD',`NOI_CAP_CCCD`,'DIA_CHI',`DIA_CHI`,'MA_BHXH',`MA_BHXH`,'MA_THE_BHYT',`MA_THE_BHYT`,'DIEN_THOAI',`DIEN_THOAI`)), 'plain.{}');--> statement-breakpoint
UPDATE `XML13` SET `identity` = nullif('plain.' || json_patch('{}', json_object('HO_TEN',`HO_TEN`,'NGAY_SINH',`NGAY_SINH`,'DIA_CHI',`DIA_CHI`,'MA_THE_BHYT',`MA_THE_BHYT`,'HOTEN_NGUOI_HT',`HOTEN_NGUOI_HT`,'MA_BAC_SI',`MA_BAC_SI`,'MA_TTDV',`MA_TTDV`)), 'plain.{}');--> statement-breakpoint
UPDATE `XML14` SET `identity` = nullif('plain.' || json_patch('{}', json_object('HO_TEN',`HO_TEN`,'NGAY_SINH',`NGAY_SINH`,'DIA_CHI',`DIA_CHI`,'MA_THE_BHYT',`MA_THE_BHYT`,'MA_BAC_SI',`MA_BAC_SI`,'MA_TTDV',`MA_TTDV`)), 'plain.{}');--> statement-breakpoint
UPDATE `XML15` SET `identity` = nullif('plain.' || json_patch('{}', json_object('MA_BN',`MA_BN`,'HO_TEN',`HO_TEN`,'SO_CCCD',`SO_CCCD`)), 'plain.{}');--> statement-breakpoint
-- The facts of dossiers that were there before, as far as SQL can tell them; hashes come with the encryption.
UPDATE `dossiers` SET
	facility = coalesce((SELECT s.facility FROM submissions s WHERE s.id = dossiers.submission_id), ''),
	purpose = coalesce((SELECT s.purpose FROM submissions s WHERE s.id = dossiers.submission_id), 'payment'),
	received_at = coalesce((SELECT s.received_at FROM submissions s WHERE s.id = dossiers.submission_id), 0),
	received_on = coalesce((SELECT date(s.received_at / 1000 + 25200, 'unixepoch') FROM submissions s WHERE s.id = dossiers.submission_id), ''),
	NGAY_VAO = (SELECT x.NGAY_VAO FROM XML1 x WHERE x.submission_id = dossiers.submission_id AND x.dossier = dossiers.dossier LIMIT 1),
	NGAY_RA = (SELECT x.NGAY_RA FROM XML1 x WHERE x.submission_id = dossiers.submission_id AND x.dossier = dossiers.dossier LIMIT 1),
	began_on = (SELECT CASE WHEN length(x.NGAY_VAO) >= 8 THEN substr(x.NGAY_VAO,1,4)||'-'||substr(x.NGAY_VAO,5,2)||'-'||substr(x.NGAY_VAO,7,2) END FROM XML1 x WHERE x.submission_id = dossiers.submission_id AND x.dossier = dossiers.dossier LIMIT 1),
	ended_on = (SELECT CASE WHEN length(x.NGAY_RA) >= 8 THEN substr(x.NGAY_RA,1,4)||'-'||substr(x.NGAY_RA,5,2)||'-'||substr(x.NGAY_RA,7,2) END FROM XML1 x WHERE x.submission_id = dossiers.submission_id AND x.dossier = dossiers.dossier LIMIT 1),
	MA_LOAI_KCB = (SELECT CASE length(x.MA_LOAI_KCB) WHEN 1 THEN '0' || x.MA_LOAI_KCB ELSE x.MA_LOAI_KCB END FROM XML1 x WHERE x.submission_id = dossiers.submission_id AND x.dossier = dossiers.dossier LIMIT 1),
	MA_DOITUONG_KCB = (SELECT x.MA_DOITUONG_KCB FROM XML1 x WHERE x.submission_id = dossiers.submission_id AND x.dossier = dossiers.dossier LIMIT 1),
	MA_BENH_CHINH = (SELECT coalesce(x.MA_BENH_CHINH, x.MA_BENH) FROM XML1 x WHERE x.submission_id = dossiers.submission_id AND x.dossier = dossiers.dossier LIMIT 1),
	KET_QUA_DTRI = (SELECT CAST(x.KET_QUA_DTRI / 1000 AS TEXT) FROM XML1 x WHERE x.submission_id = dossiers.submission_id AND x.dossier = dossiers.dossier LIMIT 1),
	T_TONGCHI_BV = (SELECT coalesce(x.T_TONGCHI_BV, x.T_TONGCHI) FROM XML1 x WHERE x.submission_id = dossiers.submission_id AND x.dossier = dossiers.dossier LIMIT 1),
	T_TONGCHI_BH = (SELECT x.T_TONGCHI_BH FROM XML1 x WHERE x.submission_id = dossiers.submission_id AND x.dossier = dossiers.dossier LIMIT 1),
	T_BHTT = (SELECT x.T_BHTT FROM XML1 x WHERE x.submission_id = dossiers.submission_id AND x.dossier = dossiers.dossier LIMIT 1),
	T_BNTT = (SELECT x.T_BNTT FROM XML1 x WHERE x.submission_id = dossiers.submission_id AND x.dossier = dossiers.dossier LIMIT 1),
	T_BNCCT = (SELECT x.T_BNCCT FROM XML1 x WHERE x.submission_id = dossiers.submission_id AND x.dossier = dossiers.dossier LIMIT 1),
	T_NGUONKHAC = (SELECT x.T_NGUONKHAC FROM XML1 x WHERE x.submission_id = dossiers.submission_id AND x.dossier = dossiers.dossier LIMIT 1);--> statement-breakpoint
UPDATE `dossiers` SET icd_chapter = CASE WHEN substr(MA_BENH_CHINH,1,3) BETWEEN 'A00' AND 'B99' THEN 'I' WHEN substr(MA_BENH_CHINH,1,3) BETWEEN 'C00' AND 'D48' THEN 'II' WHEN substr(MA_BENH_CHINH,1,3) BETWEEN 'D50' AND 'D89' THEN 'III' WHEN substr(MA_BENH_CHINH,1,3) BETWEEN 'E00' AND 'E90' THEN 'IV' WHEN substr(MA_BENH_CHINH,1,3) BETWEEN 'F00' AND 'F99' THEN 'V' WHEN substr(MA_BENH_CHINH,1,3) BETWEEN 'G00' AND 'G99' THEN 'VI' WHEN substr(MA_BENH_CHINH,1,3) BETWEEN 'H00' AND 'H59' THEN 'VII' WHEN substr(MA_BENH_CHINH,1,3) BETWEEN 'H60' AND 'H95' THEN 'VIII' WHEN substr(MA_BENH_CHINH,1,3) BETWEEN 'I00' AND 'I99' THEN 'IX' WHEN substr(MA_BENH_CHINH,1,3) BETWEEN 'J00' AND 'J99' THEN 'X' WHEN substr(MA_BENH_CHINH,1,3) BETWEEN 'K00' AND 'K93' THEN 'XI' WHEN substr(MA_BENH_CHINH,1,3) BETWEEN 'L00' AND 'L99' THEN 'XII' WHEN substr(MA_BENH_CHINH,1,3) BETWEEN 'M00' AND 'M99' THEN 'XIII' WHEN substr(MA_BENH_CHINH,1,3) BETWEEN 'N00' AND 'N99' THEN 'XIV' WHEN substr(MA_BENH_CHINH,1,3) BETWEEN 'O00' AND 'O99' THEN 'XV' WHEN substr(MA_BENH_CHINH,1,3) BETWEEN 'P00' AND 'P96' THEN 'XVI' WHEN substr(MA_BENH_CHINH,1,3) BETWEEN 'Q00' AND 'Q99' THEN 'XVII' WHEN substr(MA_BENH_CHINH,1,3) BETWEEN 'R00' AND 'R99' THEN 'XVIII' WHEN substr(MA_BENH_CHINH,1,3) BETWEEN 'S00' AND 'T98' THEN 'XIX' WHEN substr(MA_BENH_CHINH,1,3) BETWEEN 'V01' AND 'Y98' THEN 'XX' WHEN substr(MA_BENH_CHINH,1,3) BETWEEN 'Z00' AND 'Z99' THEN 'XXI' WHEN substr(MA_BENH_CHINH,1,3) BETWEEN 'U00' AND 'U99' THEN 'XXII' END;--> statement-breakpoint
INSERT INTO `dossier_costs` (submission_id, dossier, MA_NHOM, facility, purpose, received_on, lines, T_TONGCHI_BV, T_TONGCHI_BH, T_BHTT, T_BNTT, T_BNCCT, T_NGUONKHAC)
	SELECT d.submission_id, d.dossier, coalesce(CAST(x.MA_NHOM / 1000 AS TEXT), ''), d.facility, d.purpose, d.received_on, count(*), sum(coalesce(x.THANH_TIEN_BV, x.THANH_TIEN)), sum(x.THANH_TIEN_BH), sum(x.T_BHTT), sum(x.T_BNTT), sum(x.T_BNCCT), sum(x.T_NGUONKHAC)
	FROM `XML2` x JOIN `dossiers` d ON d.submission_id = x.submission_id AND d.dossier = x.dossier WHERE true GROUP BY 1, 2, 3
	ON CONFLICT DO UPDATE SET lines = lines + excluded.lines, T_TONGCHI_BV = coalesce(T_TONGCHI_BV + excluded.T_TONGCHI_BV, T_TONGCHI_BV, excluded.T_TONGCHI_BV), T_TONGCHI_BH = coalesce(T_TONGCHI_BH + excluded.T_TONGCHI_BH, T_TONGCHI_BH, excluded.T_TONGCHI_BH), T_BHTT = coalesce(T_BHTT + excluded.T_BHTT, T_BHTT, excluded.T_BHTT), T_BNTT = coalesce(T_BNTT + excluded.T_BNTT, T_BNTT, excluded.T_BNTT), T_BNCCT = coalesce(T_BNCCT + excluded.T_BNCCT, T_BNCCT, excluded.T_BNCCT), T_NGUONKHAC = coalesce(T_NGUONKHAC + excluded.T_NGUONKHAC, T_NGUONKHAC, excluded.T_NGUONKHAC);--> statement-breakpoint
INSERT INTO `dossier_costs` (submission_id, dossier, MA_NHOM, facility, purpose, received_on, lines, T_TONGCHI_BV, T_TONGCHI_BH, T_BHTT, T_BNTT, T_BNCCT, T_NGUONKHAC)
	SELECT d.submission_id, d.dossier, coalesce(CAST(x.MA_NHOM / 1000 AS TEXT), ''), d.facility, d.purpose, d.received_on, count(*), sum(coalesce(x.THANH_TIEN_BV, x.THANH_TIEN)), sum(x.THANH_TIEN_BH), sum(x.T_BHTT), sum(x.T_BNTT), sum(x.T_BNCCT), sum(x.T_NGUONKHAC)
	FROM `XML3` x JOIN `dossiers` d ON d.submission_id = x.submission_id AND d.dossier = x.dossier WHERE true GROUP BY 1, 2, 3
	ON CONFLICT DO UPDATE SET lines = lines + excluded.lines, T_TONGCHI_BV = coalesce(T_TONGCHI_BV + excluded.T_TONGCHI_BV, T_TONGCHI_BV, excluded.T_TONGCHI_BV), T_TONGCHI_BH = coalesce(T_TONGCHI_BH + excluded.T_TONGCHI_BH, T_TONGCHI_BH, excluded.T_TONGCHI_BH), T_BHTT = coalesce(T_BHTT + excluded.T_BHTT, T_BHTT, excluded.T_BHTT), T_BNTT = coalesce(T_BNTT + excluded.T_BNTT, T_BNTT, excluded.T_BNTT), T_BNCCT = coalesce(T_BNCCT + excluded.T_BNCCT, T_BNCCT, excluded.T_BNCCT), T_NGUONKHAC = coalesce(T_NGUONKHAC + excluded.T_NGUONKHAC, T_NGUONKHAC, excluded.T_NGUONKHAC);--> statement-breakpoint
UPDATE `findings` SET
	facility = coalesce((SELECT s.facility FROM submissions s WHERE s.id = findings.submission_id), ''),
	received_on = coalesce((SELECT date(s.received_at / 1000 + 25200, 'unixepoch') FROM submissions s WHERE s.id = findings.submission_id), '');--> statement-breakpoint
INSERT OR IGNORE INTO `stale_days` SELECT facility, received_on FROM `dossiers` UNION SELECT substr(facility, 1, 2), received_on FROM `dossiers`;--> statement-breakpoint
-- Whoever changes a fact makes the roll-ups of its day stale. (An OR IGNORE in a trigger gives way to the conflict clause of an upsert.)
CREATE TRIGGER dossiers_inserted AFTER INSERT ON dossiers BEGIN INSERT INTO stale_days (area, day) SELECT area, day FROM (SELECT NEW.facility AS area, NEW.received_on AS day UNION SELECT substr(NEW.facility, 1, 2), NEW.received_on) n WHERE NOT EXISTS (SELECT 1 FROM stale_days s WHERE s.area = n.area AND s.day = n.day); END;--> statement-breakpoint
CREATE TRIGGER dossiers_changed AFTER UPDATE ON dossiers BEGIN INSERT INTO stale_days (area, day) SELECT area, day FROM (SELECT OLD.facility AS area, OLD.received_on AS day UNION SELECT substr(OLD.facility, 1, 2), OLD.received_on) n WHERE NOT EXISTS (SELECT 1 FROM stale_days s WHERE s.area = n.area AND s.day = n.day); INSERT INTO stale_days (area, day) SELECT area, day FROM (SELECT NEW.facility AS area, NEW.received_on AS day UNION SELECT substr(NEW.facility, 1, 2), NEW.received_on) n WHERE NOT EXISTS (SELECT 1 FROM stale_days s WHERE s.area = n.area AND s.day = n.day); END;--> statement-breakpoint
CREATE TRIGGER dossiers_deleted AFTER DELETE ON dossiers BEGIN INSERT INTO stale_days (area, day) SELECT area, day FROM (SELECT OLD.facility AS area, OLD.received_on AS day UNION SELECT substr(OLD.facility, 1, 2), OLD.received_on) n WHERE NOT EXISTS (SELECT 1 FROM stale_days s WHERE s.area = n.area AND s.day = n.day); END;--> statement-breakpoint
CREATE TRIGGER findings_inserted AFTER INSERT ON findings WHEN NEW.dossier IS NOT NULL BEGIN INSERT INTO stale_days (area, day) SELECT area, day FROM (SELECT NEW.facility AS area, NEW.received_on AS day UNION SELECT substr(NEW.facility, 1, 2), NEW.received_on) n WHERE NOT EXISTS (SELECT 1 FROM stale_days s WHERE s.area = n.area AND s.day = n.day); END;--> statement-breakpoint
CREATE TRIGGER findings_deleted AFTER DELETE ON findings WHEN OLD.dossier IS NOT NULL BEGIN INSERT INTO stale_days (area, day) SELECT area, day FROM (SELECT OLD.facility AS area, OLD.received_on AS day UNION SELECT substr(OLD.facility, 1, 2), OLD.received_on) n WHERE NOT EXISTS (SELECT 1 FROM stale_days s WHERE s.area = n.area AND s.day = n.day); END;
