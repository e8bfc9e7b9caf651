CREATE TABLE `attachments` (
	`id` integer PRIMARY KEY NOT NULL,
	`dossier` integer NOT NULL,
	`item` text NOT NULL,
	`at` text NOT NULL,
	`operator` integer,
	`file` text NOT NULL,
	`type` text NOT NULL,
	`size` integer NOT NULL,
	`sealed` blob NOT NULL,
	FOREIGN KEY (`dossier`) REFERENCES `dossiers`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`operator`) REFERENCES `staff`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `attachments_file_unique` ON `attachments` (`file`);--> statement-breakpoint
CREATE INDEX `attachments_dossier` ON `attachments` (`dossier`);--> statement-breakpoint
CREATE TABLE `handoffs` (
	`token_hash` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`state` text NOT NULL,
	`sealed` blob NOT NULL,
	`draft` text,
	`expires_at` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `handoffs_draft` ON `handoffs` (`draft`);--> statement-breakpoint
CREATE TABLE `letters` (
	`id` integer PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`dossier` integer,
	`draft` text,
	`due_at` text NOT NULL,
	`state` text NOT NULL,
	`tries` integer DEFAULT 0 NOT NULL,
	`sent_at` text,
	`sealed` blob NOT NULL,
	FOREIGN KEY (`dossier`) REFERENCES `dossiers`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `letters_due` ON `letters` (`state`,`due_at`);--> statement-breakpoint
CREATE TABLE `resumes` (
	`code` text PRIMARY KEY NOT NULL,
	`draft` text NOT NULL,
	`sealed` blob NOT NULL,
	`wrong_tries` integer DEFAULT 0 NOT NULL,
	`expires_at` text NOT NULL
);
--> statement-breakpoint
ALTER TABLE `dossiers` ADD `fingerprint` text;--> statement-breakpoint
ALTER TABLE `dossiers` ADD `identification` text DEFAULT 'dichiarata' NOT NULL;--> statement-breakpoint
ALTER TABLE `dossiers` ADD `filled_by` integer REFERENCES staff(id);--> statement-breakpoint
ALTER TABLE `dossiers` ADD `closed_at` text;--> statement-breakpoint
ALTER TABLE `dossiers` ADD `erased_at` text;--> statement-breakpoint
ALTER TABLE `drafts` ADD `kept_until` text;