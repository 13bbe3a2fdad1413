CREATE TABLE `erased_files` (
	`submission_id` text PRIMARY KEY NOT NULL
);
