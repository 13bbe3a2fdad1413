ALTER TABLE `cards` ADD `citizen_hash` text;--> statement-breakpoint
CREATE INDEX `cards_by_citizen` ON `cards` (`citizen_hash`) WHERE "cards"."citizen_hash" IS NOT NULL;--> statement-breakpoint
ALTER TABLE `encounters` ADD `MA_BENH_YHCT` text;--> statement-breakpoint
ALTER TABLE `encounters` ADD `MA_LOAI_RV` text;--> statement-breakpoint
ALTER TABLE `encounters` ADD `MA_DOITUONG_KCB` text;