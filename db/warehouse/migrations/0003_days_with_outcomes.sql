DROP INDEX `dossiers_by_day`;--> statement-breakpoint
CREATE INDEX `dossiers_by_day` ON `dossiers` (`received_on`,`submission_id`,`dossier`,`facility`,`purpose`,`outcome`,`is_current`,`timeliness`);