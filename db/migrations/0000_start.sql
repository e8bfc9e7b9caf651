CREATE TABLE `audit` (
	`id` integer PRIMARY KEY NOT NULL,
	`at` text NOT NULL,
	`operator` integer,
	`role` text NOT NULL,
	`action` text NOT NULL,
	`subject` text,
	`outcome` text NOT NULL,
	`previous` text NOT NULL,
	`hash` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `dossier_keys` (
	`dossier` integer PRIMARY KEY NOT NULL,
	`wrapped` blob NOT NULL,
	FOREIGN KEY (`dossier`) REFERENCES `dossiers`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `dossiers` (
	`id` integer PRIMARY KEY NOT NULL,
	`draft` text NOT NULL,
	`number` text NOT NULL,
	`year` integer NOT NULL,
	`serial` integer NOT NULL,
	`act` text NOT NULL,
	`status` text NOT NULL,
	`desk` text NOT NULL,
	`routing_rule` text NOT NULL,
	`comune` text NOT NULL,
	`rank` integer NOT NULL,
	`operator` integer,
	`channel` text NOT NULL,
	`received_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`waiting_since` text,
	`due_on` text NOT NULL,
	`content_version` text NOT NULL,
	`secret_mac` text NOT NULL,
	`sealed` blob NOT NULL,
	`revision` integer DEFAULT 0 NOT NULL,
	FOREIGN KEY (`operator`) REFERENCES `staff`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `dossiers_draft_unique` ON `dossiers` (`draft`);--> statement-breakpoint
CREATE UNIQUE INDEX `dossiers_number_unique` ON `dossiers` (`number`);--> statement-breakpoint
CREATE INDEX `dossiers_queue` ON `dossiers` (`desk`,`status`,`rank`,`received_at`);--> statement-breakpoint
CREATE UNIQUE INDEX `dossiers_protocol` ON `dossiers` (`year`,`serial`);--> statement-breakpoint
CREATE TABLE `drafts` (
	`id` text PRIMARY KEY NOT NULL,
	`sealed` blob NOT NULL,
	`updated_at` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `drafts_updated` ON `drafts` (`updated_at`);--> statement-breakpoint
CREATE TABLE `events` (
	`id` integer PRIMARY KEY NOT NULL,
	`dossier` integer NOT NULL,
	`at` text NOT NULL,
	`kind` text NOT NULL,
	`status` text NOT NULL,
	`operator` integer,
	`sealed` blob,
	FOREIGN KEY (`dossier`) REFERENCES `dossiers`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`operator`) REFERENCES `staff`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `events_dossier` ON `events` (`dossier`,`id`);--> statement-breakpoint
CREATE TABLE `invitations` (
	`token_hash` text PRIMARY KEY NOT NULL,
	`staff` integer NOT NULL,
	`expires_at` text NOT NULL,
	FOREIGN KEY (`staff`) REFERENCES `staff`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `protocol` (
	`year` integer PRIMARY KEY NOT NULL,
	`last` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `sessions` (
	`token_hash` text PRIMARY KEY NOT NULL,
	`staff` integer NOT NULL,
	`created_at` text NOT NULL,
	`seen_at` text NOT NULL,
	FOREIGN KEY (`staff`) REFERENCES `staff`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `staff` (
	`id` integer PRIMARY KEY NOT NULL,
	`email` text NOT NULL,
	`name` text NOT NULL,
	`role` text NOT NULL,
	`desk` text,
	`password` text,
	`active` integer DEFAULT true NOT NULL,
	`created_at` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `staff_email_unique` ON `staff` (`email`);