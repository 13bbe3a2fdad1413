CREATE TABLE `card_checks` (
	`id` text PRIMARY KEY NOT NULL,
	`at` integer NOT NULL,
	`account` text NOT NULL,
	`facility` text NOT NULL,
	`card_hash` text NOT NULL,
	`answer` text NOT NULL,
	`encounters` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `card_checks_by_card` ON `card_checks` (`card_hash`,`at`);--> statement-breakpoint
CREATE INDEX `card_checks_by_time` ON `card_checks` (`at`);--> statement-breakpoint
CREATE TABLE `cards` (
	`card_hash` text NOT NULL,
	`valid_from` text NOT NULL,
	`valid_to` text,
	`name_hash` text NOT NULL,
	`birth_hash` text,
	`birth_year_hash` text NOT NULL,
	`initial_facility` text,
	`status` text NOT NULL,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`card_hash`, `valid_from`)
);
--> statement-breakpoint
CREATE TABLE `encounters` (
	`submission_id` text NOT NULL,
	`dossier` integer NOT NULL,
	`facility` text NOT NULL,
	`purpose` text NOT NULL,
	`MA_LK` text NOT NULL,
	`standard` text NOT NULL,
	`received_at` integer NOT NULL,
	`person_hash` text,
	`citizen_hash` text,
	`patient_hash` text,
	`key_hash` text NOT NULL,
	`card_hash` text,
	`name_hash` text,
	`birth_hash` text,
	`birth_year_hash` text,
	`is_newborn` integer NOT NULL,
	`kind` text NOT NULL,
	`NGAY_VAO` text NOT NULL,
	`NGAY_RA` text NOT NULL,
	`MA_BENH_CHINH` text,
	`MA_BENH_KT` text,
	`icd_chapter` text,
	`KET_QUA_DTRI` text,
	`MA_NOI_DEN` text,
	`MA_DKBD` text,
	`NAM_NAM_LIEN_TUC` text,
	`settled_in` text,
	`T_TONGCHI_BV` integer,
	`T_BHTT` integer,
	`T_BNCCT` integer,
	`examinations` integer NOT NULL,
	`content_hash` text,
	PRIMARY KEY(`submission_id`, `dossier`)
);
--> statement-breakpoint
CREATE INDEX `encounters_by_person` ON `encounters` (`person_hash`);--> statement-breakpoint
CREATE INDEX `encounters_by_citizen` ON `encounters` (`citizen_hash`);--> statement-breakpoint
CREATE INDEX `encounters_by_patient` ON `encounters` (`patient_hash`);--> statement-breakpoint
CREATE INDEX `encounters_by_key` ON `encounters` (`key_hash`);--> statement-breakpoint
CREATE INDEX `encounters_by_card` ON `encounters` (`card_hash`,`NGAY_RA`);--> statement-breakpoint
CREATE TABLE `register_state` (
	`id` integer PRIMARY KEY NOT NULL,
	`revision` integer NOT NULL,
	`cards_complete` integer NOT NULL,
	CONSTRAINT "register_state_single_row" CHECK("register_state"."id" = 1)
);
--> statement-breakpoint
CREATE TABLE `unsettled` (
	`submission_id` text NOT NULL,
	`dossier` integer NOT NULL,
	`facility` text NOT NULL,
	`revision` integer NOT NULL,
	PRIMARY KEY(`submission_id`, `dossier`)
);
--> statement-breakpoint
-- By hand: the one row there is.
INSERT INTO `register_state` (`id`, `revision`, `cards_complete`) VALUES (1, 0, 0);
