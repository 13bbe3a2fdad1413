CREATE TABLE `lake_months` (
	`province` text NOT NULL,
	`month` text NOT NULL,
	`is_taken` integer NOT NULL,
	`seen_at` integer,
	PRIMARY KEY(`province`, `month`, `is_taken`)
);
--> statement-breakpoint
DROP TRIGGER dossiers_inserted;
--> statement-breakpoint
CREATE TRIGGER dossiers_inserted AFTER INSERT ON dossiers BEGIN INSERT INTO stale_days (area, day) SELECT area, day FROM (SELECT NEW.facility AS area, NEW.received_on AS day UNION SELECT substr(NEW.facility, 1, 2), NEW.received_on) n WHERE NOT EXISTS (SELECT 1 FROM stale_days s WHERE s.area = n.area AND s.day = n.day); INSERT INTO lake_months (province, month, is_taken) SELECT province, month, 0 FROM (SELECT substr(NEW.facility, 1, 2) AS province, substr(min(coalesce(NEW.ended_on, NEW.received_on), NEW.received_on), 1, 7) AS month) n WHERE NOT EXISTS (SELECT 1 FROM lake_months m WHERE m.province = n.province AND m.month = n.month AND m.is_taken = 0); END;
--> statement-breakpoint
DROP TRIGGER dossiers_changed;
--> statement-breakpoint
CREATE TRIGGER dossiers_changed AFTER UPDATE ON dossiers BEGIN INSERT INTO stale_days (area, day) SELECT area, day FROM (SELECT OLD.facility AS area, OLD.received_on AS day UNION SELECT substr(OLD.facility, 1, 2), OLD.received_on) n WHERE NOT EXISTS (SELECT 1 FROM stale_days s WHERE s.area = n.area AND s.day = n.day); INSERT INTO stale_days (area, day) SELECT area, day FROM (SELECT NEW.facility AS area, NEW.received_on AS day UNION SELECT substr(NEW.facility, 1, 2), NEW.received_on) n WHERE NOT EXISTS (SELECT 1 FROM stale_days s WHERE s.area = n.area AND s.day = n.day); INSERT INTO lake_months (province, month, is_taken) SELECT province, month, 0 FROM (SELECT substr(OLD.facility, 1, 2) AS province, substr(min(coalesce(OLD.ended_on, OLD.received_on), OLD.received_on), 1, 7) AS month) n WHERE NOT EXISTS (SELECT 1 FROM lake_months m WHERE m.province = n.province AND m.month = n.month AND m.is_taken = 0); INSERT INTO lake_months (province, month, is_taken) SELECT province, month, 0 FROM (SELECT substr(NEW.facility, 1, 2) AS province, substr(min(coalesce(NEW.ended_on, NEW.received_on), NEW.received_on), 1, 7) AS month) n WHERE NOT EXISTS (SELECT 1 FROM lake_months m WHERE m.province = n.province AND m.month = n.month AND m.is_taken = 0); END;
--> statement-breakpoint
DROP TRIGGER dossiers_deleted;
--> statement-breakpoint
CREATE TRIGGER dossiers_deleted AFTER DELETE ON dossiers BEGIN INSERT INTO stale_days (area, day) SELECT area, day FROM (SELECT OLD.facility AS area, OLD.received_on AS day UNION SELECT substr(OLD.facility, 1, 2), OLD.received_on) n WHERE NOT EXISTS (SELECT 1 FROM stale_days s WHERE s.area = n.area AND s.day = n.day); INSERT INTO lake_months (province, month, is_taken) SELECT province, month, 0 FROM (SELECT substr(OLD.facility, 1, 2) AS province, substr(min(coalesce(OLD.ended_on, OLD.received_on), OLD.received_on), 1, 7) AS month) n WHERE NOT EXISTS (SELECT 1 FROM lake_months m WHERE m.province = n.province AND m.month = n.month AND m.is_taken = 0); END;
--> statement-breakpoint
DROP TRIGGER findings_inserted;
--> statement-breakpoint
CREATE TRIGGER findings_inserted AFTER INSERT ON findings WHEN NEW.dossier IS NOT NULL BEGIN INSERT INTO stale_days (area, day) SELECT area, day FROM (SELECT NEW.facility AS area, NEW.received_on AS day UNION SELECT substr(NEW.facility, 1, 2), NEW.received_on) n WHERE NOT EXISTS (SELECT 1 FROM stale_days s WHERE s.area = n.area AND s.day = n.day); INSERT INTO lake_months (province, month, is_taken) SELECT province, month, 0 FROM (SELECT substr(d.facility, 1, 2) AS province, substr(min(coalesce(d.ended_on, d.received_on), d.received_on), 1, 7) AS month FROM dossiers d WHERE d.submission_id = NEW.submission_id AND d.dossier = NEW.dossier) n WHERE NOT EXISTS (SELECT 1 FROM lake_months m WHERE m.province = n.province AND m.month = n.month AND m.is_taken = 0); END;
--> statement-breakpoint
DROP TRIGGER findings_deleted;
--> statement-breakpoint
CREATE TRIGGER findings_deleted AFTER DELETE ON findings WHEN OLD.dossier IS NOT NULL BEGIN INSERT INTO stale_days (area, day) SELECT area, day FROM (SELECT OLD.facility AS area, OLD.received_on AS day UNION SELECT substr(OLD.facility, 1, 2), OLD.received_on) n WHERE NOT EXISTS (SELECT 1 FROM stale_days s WHERE s.area = n.area AND s.day = n.day); INSERT INTO lake_months (province, month, is_taken) SELECT province, month, 0 FROM (SELECT substr(d.facility, 1, 2) AS province, substr(min(coalesce(d.ended_on, d.received_on), d.received_on), 1, 7) AS month FROM dossiers d WHERE d.submission_id = OLD.submission_id AND d.dossier = OLD.dossier) n WHERE NOT EXISTS (SELECT 1 FROM lake_months m WHERE m.province = n.province AND m.month = n.month AND m.is_taken = 0); END;
--> statement-breakpoint
INSERT INTO lake_months (province, month, is_taken) SELECT DISTINCT substr(facility, 1, 2), substr(min(coalesce(ended_on, received_on), received_on), 1, 7), 0 FROM dossiers;
