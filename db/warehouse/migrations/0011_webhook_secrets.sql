CREATE TABLE `webhook_secrets` (
	`webhook` text NOT NULL,
	`secret` text NOT NULL,
	`until` integer NOT NULL,
	PRIMARY KEY(`webhook`, `secret`)
);
--> statement-breakpoint
ALTER TABLE `webhooks` ADD `paused_until` integer;