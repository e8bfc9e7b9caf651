CREATE TABLE `misread` (
	`month` text NOT NULL,
	`desk` text NOT NULL,
	`lang` text NOT NULL,
	`length` text NOT NULL,
	`axis` text NOT NULL,
	`count` integer NOT NULL,
	PRIMARY KEY(`month`, `desk`, `lang`, `length`, `axis`)
);
