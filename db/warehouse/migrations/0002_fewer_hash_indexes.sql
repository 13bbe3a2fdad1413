DROP INDEX `dossiers_by_content`;--> statement-breakpoint
DROP INDEX `dossiers_by_card`;