CREATE TABLE `ratings` (
	`month` text NOT NULL,
	`page` text NOT NULL,
	`stars` integer NOT NULL,
	`reason` text NOT NULL,
	`count` integer NOT NULL,
	PRIMARY KEY(`month`, `page`, `stars`, `reason`)
);
