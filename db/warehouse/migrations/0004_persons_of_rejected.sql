DROP INDEX `dossiers_by_person`;--> statement-breakpoint
CREATE INDEX `dossiers_rejected_by_person` ON `dossiers` (`person_hash`) WHERE outcome = 'rejected';