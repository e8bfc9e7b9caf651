CREATE TABLE `appointments` (
	`id` integer PRIMARY KEY NOT NULL,
	`dossier` integer NOT NULL,
	`slot` integer,
	`starts_at` text NOT NULL,
	`minutes` integer NOT NULL,
	`mode` text NOT NULL,
	`state` text NOT NULL,
	`made_at` text NOT NULL,
	`operator` integer,
	`sealed` blob NOT NULL,
	FOREIGN KEY (`dossier`) REFERENCES `dossiers`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`slot`) REFERENCES `slots`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`operator`) REFERENCES `staff`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `appointments_slot_unique` ON `appointments` (`slot`);--> statement-breakpoint
CREATE INDEX `appointments_dossier` ON `appointments` (`dossier`);--> statement-breakpoint
CREATE INDEX `appointments_when` ON `appointments` (`starts_at`);--> statement-breakpoint
CREATE TABLE `attempts` (
	`id` integer PRIMARY KEY NOT NULL,
	`dossier` integer NOT NULL,
	`at` text NOT NULL,
	`operator` integer NOT NULL,
	`channel` text NOT NULL,
	`outcome` text NOT NULL,
	`sealed` blob,
	FOREIGN KEY (`dossier`) REFERENCES `dossiers`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`operator`) REFERENCES `staff`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `attempts_dossier` ON `attempts` (`dossier`);--> statement-breakpoint
CREATE TABLE `distinct_requests` (
	`one` integer NOT NULL,
	`other` integer NOT NULL,
	PRIMARY KEY(`one`, `other`),
	FOREIGN KEY (`one`) REFERENCES `dossiers`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`other`) REFERENCES `dossiers`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `drop_off` (
	`month` text NOT NULL,
	`journey` text NOT NULL,
	`question` text NOT NULL,
	`answered` integer DEFAULT 0 NOT NULL,
	`left` integer DEFAULT 0 NOT NULL,
	PRIMARY KEY(`month`, `journey`, `question`)
);
--> statement-breakpoint
CREATE TABLE `joins` (
	`id` integer PRIMARY KEY NOT NULL,
	`dossier` integer NOT NULL,
	`into` integer NOT NULL,
	`at` text NOT NULL,
	`operator` integer NOT NULL,
	`status` text NOT NULL,
	`undone_at` text,
	FOREIGN KEY (`dossier`) REFERENCES `dossiers`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`into`) REFERENCES `dossiers`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`operator`) REFERENCES `staff`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `joins_dossier` ON `joins` (`dossier`);--> statement-breakpoint
CREATE INDEX `joins_into` ON `joins` (`into`);--> statement-breakpoint
CREATE TABLE `notes` (
	`id` integer PRIMARY KEY NOT NULL,
	`dossier` integer NOT NULL,
	`at` text NOT NULL,
	`operator` integer NOT NULL,
	`sealed` blob NOT NULL,
	FOREIGN KEY (`dossier`) REFERENCES `dossiers`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`operator`) REFERENCES `staff`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `notes_dossier` ON `notes` (`dossier`);--> statement-breakpoint
CREATE TABLE `recovery_codes` (
	`hash` text PRIMARY KEY NOT NULL,
	`staff` integer NOT NULL,
	FOREIGN KEY (`staff`) REFERENCES `staff`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `referrals` (
	`id` integer PRIMARY KEY NOT NULL,
	`dossier` integer NOT NULL,
	`service` text NOT NULL,
	`offered_at` text NOT NULL,
	`operator` integer NOT NULL,
	`state` text NOT NULL,
	`answered_at` text,
	`consent_at` text NOT NULL,
	`token_hash` text,
	`expires_at` text,
	`sealed` blob NOT NULL,
	FOREIGN KEY (`dossier`) REFERENCES `dossiers`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`operator`) REFERENCES `staff`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `referrals_token_hash_unique` ON `referrals` (`token_hash`);--> statement-breakpoint
CREATE INDEX `referrals_dossier` ON `referrals` (`dossier`);--> statement-breakpoint
CREATE INDEX `referrals_service` ON `referrals` (`service`,`state`);--> statement-breakpoint
CREATE TABLE `saved_searches` (
	`id` integer PRIMARY KEY NOT NULL,
	`staff` integer NOT NULL,
	`name` text NOT NULL,
	`query` text NOT NULL,
	FOREIGN KEY (`staff`) REFERENCES `staff`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `saved_once` ON `saved_searches` (`staff`,`name`);--> statement-breakpoint
CREATE TABLE `slots` (
	`id` integer PRIMARY KEY NOT NULL,
	`desk` text NOT NULL,
	`starts_at` text NOT NULL,
	`minutes` integer NOT NULL,
	`mode` text NOT NULL,
	`operator` integer,
	FOREIGN KEY (`operator`) REFERENCES `staff`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `slots_desk` ON `slots` (`desk`,`starts_at`);--> statement-breakpoint
CREATE UNIQUE INDEX `slots_once` ON `slots` (`desk`,`starts_at`,`operator`);--> statement-breakpoint
CREATE TABLE `suspensions` (
	`id` integer PRIMARY KEY NOT NULL,
	`dossier` integer NOT NULL,
	`kind` text NOT NULL,
	`from_day` text NOT NULL,
	`until_day` text,
	FOREIGN KEY (`dossier`) REFERENCES `dossiers`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `suspensions_dossier` ON `suspensions` (`dossier`);--> statement-breakpoint
CREATE TABLE `traces` (
	`dossier` integer NOT NULL,
	`kind` text NOT NULL,
	`value` text NOT NULL,
	PRIMARY KEY(`kind`, `value`, `dossier`),
	FOREIGN KEY (`dossier`) REFERENCES `dossiers`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `traces_dossier` ON `traces` (`dossier`);--> statement-breakpoint
ALTER TABLE `dossiers` ADD `priority` text;--> statement-breakpoint
ALTER TABLE `dossiers` ADD `next_on` text;--> statement-breakpoint
ALTER TABLE `dossiers` ADD `next_what` text;--> statement-breakpoint
ALTER TABLE `dossiers` ADD `service` text;--> statement-breakpoint
ALTER TABLE `dossiers` ADD `ambito` text;--> statement-breakpoint
ALTER TABLE `dossiers` ADD `axes` text DEFAULT '|' NOT NULL;--> statement-breakpoint
ALTER TABLE `dossiers` ADD `flags` text DEFAULT '|' NOT NULL;--> statement-breakpoint
ALTER TABLE `dossiers` ADD `arrived_at` text;--> statement-breakpoint
ALTER TABLE `dossiers` ADD `paused_from` text;--> statement-breakpoint
ALTER TABLE `dossiers` ADD `transferred_from` integer;--> statement-breakpoint
ALTER TABLE `dossiers` ADD `joined_into` integer;--> statement-breakpoint
ALTER TABLE `dossiers` ADD `locked_by` integer;--> statement-breakpoint
ALTER TABLE `dossiers` ADD `locked_until` text;--> statement-breakpoint
ALTER TABLE `dossiers` ADD `contacted_at` text;--> statement-breakpoint
CREATE INDEX `dossiers_operator` ON `dossiers` (`operator`,`status`);--> statement-breakpoint
CREATE INDEX `dossiers_service` ON `dossiers` (`service`,`status`);--> statement-breakpoint
CREATE INDEX `dossiers_order` ON `dossiers` (`desk`,`rank`,`due_on`,`id`);--> statement-breakpoint
ALTER TABLE `sessions` ADD `verified` integer DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE `sessions` ADD `label` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `staff` ADD `ambito` text;--> statement-breakpoint
ALTER TABLE `staff` ADD `service` text;--> statement-breakpoint
ALTER TABLE `staff` ADD `languages` text DEFAULT '|' NOT NULL;--> statement-breakpoint
ALTER TABLE `staff` ADD `second_factor` blob;--> statement-breakpoint
ALTER TABLE `staff` ADD `last_step` integer;--> statement-breakpoint
ALTER TABLE `staff` ADD `wrong_tries` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `staff` ADD `locked_until` text;--> statement-breakpoint
ALTER TABLE `staff` ADD `oidc_subject` text;