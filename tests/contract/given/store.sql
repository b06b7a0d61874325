BEGIN TRANSACTION;
CREATE TABLE account (
	name TEXT NOT NULL, 
	role TEXT NOT NULL, 
	parent TEXT, 
	password_hash TEXT, 
	must_change BOOLEAN NOT NULL, 
	disabled BOOLEAN NOT NULL, 
	generation BIGINT NOT NULL, 
	created_at DATETIME NOT NULL, 
	PRIMARY KEY (name)
);
INSERT INTO "account" VALUES('operator.1','operator',NULL,'$argon2id$v=19$m=8,t=1,p=1$8SOS9qu7+07eAg4BCcx8uw$KIZvjY2BYrIp18D5l9I06cMvGffEZDI8EifHMRplHG8',0,0,1,'2024-05-31 16:00:00.000000');
INSERT INTO "account" VALUES('wakil.walikota','wakil_wali_kota',NULL,'$argon2id$v=19$m=8,t=1,p=1$76LCmT1xYRTxHlBpsTANnA$UAlnYGGf4lVLtbz/3rxAzqAHoiRChImjB6TjiyBB9YA',0,0,1,'2024-05-31 16:00:00.000000');
INSERT INTO "account" VALUES('camat.barat','camat','31.01.01','$argon2id$v=19$m=8,t=1,p=1$To1IMZvs60RGZTZolnJxvA$T4d5EZsXwumZA+7dJbIW4nBXlotBX151cysJTHrKi60',0,0,1,'2024-05-31 16:00:00.000000');
INSERT INTO "account" VALUES('pelaksana.barat.1','pelaksana','31.01.01','$argon2id$v=19$m=8,t=1,p=1$j861U6JNftYcp1hSSErtZA$8Cm1U0I1MkALJNqd706PYhtJ80BOUFF4jBFTuxZOHs4',0,0,1,'2024-05-31 16:00:00.000000');
INSERT INTO "account" VALUES('camat.timur','camat','31.01.02','$argon2id$v=19$m=8,t=1,p=1$RwLB+slNMsOnGhlgzaahYw$8smqRG1/n+atsfcRg+jsIkk+mmIjeoNJ05Ydqwr4Kfo',1,0,1,'2024-05-31 16:00:00.000000');
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0017');
CREATE TABLE allowance (
	kind TEXT NOT NULL, 
	subject TEXT NOT NULL, 
	since DATETIME NOT NULL, 
	taken INTEGER NOT NULL, 
	PRIMARY KEY (kind, subject, since)
);
CREATE TABLE api_key (
	name TEXT NOT NULL, 
	key_hash TEXT NOT NULL, 
	created_at DATETIME NOT NULL, 
	revoked_at DATETIME, 
	PRIMARY KEY (name), 
	UNIQUE (key_hash)
);
INSERT INTO "api_key" VALUES('jaki','5186e75ac78e9ca97fd0be8a70b2b3a368610a296fa7b6eb2bf269a963365eb2','2024-05-31 16:00:00.000000',NULL);
INSERT INTO "api_key" VALUES('lama','d9c23e2cdebaff9c5ffaecee4b206e2cb984b261729d790c3a6b78624fd8ef17','2024-05-31 16:00:00.000000','2024-05-31 16:00:00.000000');
CREATE TABLE area (
	layer_id BIGINT NOT NULL, 
	code TEXT NOT NULL, 
	name TEXT NOT NULL, 
	parent TEXT NOT NULL, 
	parent_name TEXT NOT NULL, 
	PRIMARY KEY (layer_id, code)
);
INSERT INTO "area" VALUES(1,'31.01.01.1001','Anggrek','31.01.01','Barat');
INSERT INTO "area" VALUES(1,'31.01.01.1002','Barito','31.01.01','Barat');
INSERT INTO "area" VALUES(1,'31.01.02.1001','Cempaka','31.01.02','Timur');
INSERT INTO "area" VALUES(1,'31.01.02.1002','Delima','31.01.02','Timur');
CREATE TABLE area_layer (
	layer_id INTEGER NOT NULL, 
	fingerprint TEXT NOT NULL, 
	since DATETIME NOT NULL, 
	PRIMARY KEY (layer_id)
);
INSERT INTO "area_layer" VALUES(1,'9ec8512f4e181782eff07919f2b9c41d','2024-05-31 16:00:00.000000');
CREATE TABLE audit (
	audit_id INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	who TEXT NOT NULL, 
	role TEXT NOT NULL, 
	act TEXT NOT NULL, 
	object TEXT NOT NULL, 
	outcome TEXT NOT NULL, 
	address TEXT NOT NULL, 
	PRIMARY KEY (audit_id)
);
INSERT INTO "audit" VALUES(1,'2024-05-31 16:00:00.000000','operator.1','operator','akun add','camat.barat','berhasil','127.0.0.1');
INSERT INTO "audit" VALUES(2,'2024-06-03 04:18:00.000000','operator.1','operator','masuk','','ditolak','127.0.0.9');
INSERT INTO "audit" VALUES(3,'2024-06-03 04:18:00.000000','wakil.walikota','wakil_wali_kota','masuk','','berhasil','127.0.0.9');
CREATE TABLE counter (
	name TEXT NOT NULL, 
	value BIGINT NOT NULL, 
	PRIMARY KEY (name)
);
INSERT INTO "counter" VALUES('change',35);
INSERT INTO "counter" VALUES('practice',0);
INSERT INTO "counter" VALUES('reminded',1717388280000000);
CREATE TABLE delivery (
	delivery_id INTEGER NOT NULL, 
	notice_id BIGINT NOT NULL, 
	receiver TEXT NOT NULL, 
	channel TEXT NOT NULL, 
	state TEXT NOT NULL, 
	tries INTEGER NOT NULL, 
	next_at DATETIME NOT NULL, 
	batch TEXT, 
	sent_at DATETIME, 
	seen_at DATETIME, 
	error TEXT, 
	PRIMARY KEY (delivery_id), 
	CONSTRAINT delivery_once UNIQUE (notice_id, receiver, channel)
);
INSERT INTO "delivery" VALUES(1,1,'camat.barat','kotak','sent',0,'2024-06-02 13:00:00.000000',NULL,'2024-06-02 13:00:00.000000',NULL,NULL);
INSERT INTO "delivery" VALUES(2,1,'pelaksana.barat.1','kotak','sent',0,'2024-06-02 13:00:00.000000',NULL,'2024-06-02 13:00:00.000000',NULL,NULL);
INSERT INTO "delivery" VALUES(3,1,'kecamatan:31.01.01','saluran:gerbang','waiting',2,'2024-06-03 04:19:00.000000','7d164f76b9d94c9ba73cd3a2851a9e01',NULL,NULL,'the channel did not take it');
INSERT INTO "delivery" VALUES(4,2,'operator.1','kotak','sent',0,'2024-06-02 13:00:00.000000',NULL,'2024-06-02 13:00:00.000000',NULL,NULL);
INSERT INTO "delivery" VALUES(5,2,'operator','saluran:gerbang','waiting',2,'2024-06-03 04:19:00.000000','0ab761a0cf4c487aa6e0e47fb813ce7c',NULL,NULL,'the channel did not take it');
INSERT INTO "delivery" VALUES(6,3,'operator.1','kotak','sent',0,'2024-06-02 13:00:00.000000',NULL,'2024-06-02 13:00:00.000000',NULL,NULL);
INSERT INTO "delivery" VALUES(7,3,'operator','saluran:gerbang','waiting',2,'2024-06-03 04:19:00.000000','0ab761a0cf4c487aa6e0e47fb813ce7c',NULL,NULL,'the channel did not take it');
INSERT INTO "delivery" VALUES(8,4,'camat.timur','kotak','sent',0,'2024-06-02 13:00:00.000000',NULL,'2024-06-02 13:00:00.000000',NULL,NULL);
INSERT INTO "delivery" VALUES(9,4,'kecamatan:31.01.02','saluran:gerbang','waiting',2,'2024-06-03 04:19:00.000000','3e3a22f72fc747729cbed6671072d0ec',NULL,NULL,'the channel did not take it');
INSERT INTO "delivery" VALUES(10,5,'camat.timur','kotak','sent',0,'2024-06-02 13:00:00.000000',NULL,'2024-06-02 13:00:00.000000',NULL,NULL);
INSERT INTO "delivery" VALUES(11,5,'kecamatan:31.01.02','saluran:gerbang','waiting',2,'2024-06-03 04:19:00.000000','3e3a22f72fc747729cbed6671072d0ec',NULL,NULL,'the channel did not take it');
INSERT INTO "delivery" VALUES(12,6,'camat.barat','kotak','sent',0,'2024-06-02 13:00:00.000000',NULL,'2024-06-02 13:00:00.000000',NULL,NULL);
INSERT INTO "delivery" VALUES(13,6,'pelaksana.barat.1','kotak','sent',0,'2024-06-02 13:00:00.000000',NULL,'2024-06-02 13:00:00.000000',NULL,NULL);
INSERT INTO "delivery" VALUES(14,6,'kecamatan:31.01.01','saluran:gerbang','waiting',2,'2024-06-03 04:19:00.000000','7d164f76b9d94c9ba73cd3a2851a9e01',NULL,NULL,'the channel did not take it');
INSERT INTO "delivery" VALUES(15,7,'camat.timur','kotak','sent',0,'2024-06-02 13:00:00.000000',NULL,'2024-06-02 13:00:00.000000',NULL,NULL);
INSERT INTO "delivery" VALUES(16,7,'kecamatan:31.01.02','saluran:gerbang','waiting',2,'2024-06-03 04:19:00.000000','3e3a22f72fc747729cbed6671072d0ec',NULL,NULL,'the channel did not take it');
INSERT INTO "delivery" VALUES(17,8,'camat.barat','kotak','sent',0,'2024-06-02 13:00:00.000000',NULL,'2024-06-02 13:00:00.000000',NULL,NULL);
INSERT INTO "delivery" VALUES(18,8,'pelaksana.barat.1','kotak','sent',0,'2024-06-02 13:00:00.000000',NULL,'2024-06-02 13:00:00.000000',NULL,NULL);
INSERT INTO "delivery" VALUES(19,8,'kecamatan:31.01.01','saluran:gerbang','waiting',2,'2024-06-03 04:19:00.000000','7d164f76b9d94c9ba73cd3a2851a9e01',NULL,NULL,'the channel did not take it');
INSERT INTO "delivery" VALUES(20,9,'pelapor:pantau/P240602-SEUT','saluran:surel','waiting',3,'2024-06-03 04:20:00.000000','a28f6459babe4f84b4943c97121a55f3',NULL,NULL,'the channel did not take it');
INSERT INTO "delivery" VALUES(21,10,'camat.barat','kotak','sent',0,'2024-06-02 14:00:00.000000',NULL,'2024-06-02 14:00:00.000000',NULL,NULL);
INSERT INTO "delivery" VALUES(22,10,'pelaksana.barat.1','kotak','sent',0,'2024-06-02 14:00:00.000000',NULL,'2024-06-02 14:00:00.000000',NULL,NULL);
INSERT INTO "delivery" VALUES(23,10,'kecamatan:31.01.01','saluran:gerbang','waiting',2,'2024-06-03 04:19:00.000000','7d164f76b9d94c9ba73cd3a2851a9e01',NULL,NULL,'the channel did not take it');
INSERT INTO "delivery" VALUES(24,12,'camat.timur','kotak','sent',0,'2024-06-02 14:00:00.000000',NULL,'2024-06-02 14:00:00.000000',NULL,NULL);
INSERT INTO "delivery" VALUES(25,12,'kecamatan:31.01.02','saluran:gerbang','waiting',2,'2024-06-03 04:19:00.000000','3e3a22f72fc747729cbed6671072d0ec',NULL,NULL,'the channel did not take it');
INSERT INTO "delivery" VALUES(26,14,'camat.barat','kotak','sent',0,'2024-06-02 14:00:00.000000',NULL,'2024-06-02 14:00:00.000000',NULL,NULL);
INSERT INTO "delivery" VALUES(27,14,'pelaksana.barat.1','kotak','sent',0,'2024-06-02 14:00:00.000000',NULL,'2024-06-02 14:00:00.000000',NULL,NULL);
INSERT INTO "delivery" VALUES(28,14,'kecamatan:31.01.01','saluran:gerbang','waiting',2,'2024-06-03 04:19:00.000000','7d164f76b9d94c9ba73cd3a2851a9e01',NULL,NULL,'the channel did not take it');
INSERT INTO "delivery" VALUES(29,15,'pelapor:pantau/P240602-SEUT','saluran:surel','waiting',2,'2024-06-03 04:19:00.000000','a50322b8f31d4d2baa9cae197dddb16b',NULL,NULL,'the channel did not take it');
INSERT INTO "delivery" VALUES(30,16,'pelapor:pantau/P240602-SEUT','saluran:surel','waiting',2,'2024-06-03 04:19:00.000000','a50322b8f31d4d2baa9cae197dddb16b',NULL,NULL,'the channel did not take it');
INSERT INTO "delivery" VALUES(31,18,'operator.1','kotak','sent',0,'2024-06-03 04:00:00.000000',NULL,'2024-06-03 04:00:00.000000',NULL,NULL);
INSERT INTO "delivery" VALUES(32,18,'operator','saluran:gerbang','waiting',2,'2024-06-03 04:19:00.000000','0ab761a0cf4c487aa6e0e47fb813ce7c',NULL,NULL,'the channel did not take it');
INSERT INTO "delivery" VALUES(33,20,'operator.1','kotak','sent',0,'2024-06-03 04:00:00.000000',NULL,'2024-06-03 04:00:00.000000',NULL,NULL);
INSERT INTO "delivery" VALUES(34,20,'operator','saluran:gerbang','waiting',2,'2024-06-03 04:19:00.000000','0ab761a0cf4c487aa6e0e47fb813ce7c',NULL,NULL,'the channel did not take it');
INSERT INTO "delivery" VALUES(35,21,'camat.barat','kotak','sent',0,'2024-06-03 04:00:00.000000',NULL,'2024-06-03 04:00:00.000000',NULL,NULL);
INSERT INTO "delivery" VALUES(36,21,'camat.barat','dorong:1','waiting',2,'2024-06-03 04:19:00.000000','50b22577d6e34c519484ad3faa789769',NULL,NULL,'the push service was not found');
INSERT INTO "delivery" VALUES(37,21,'pelaksana.barat.1','kotak','sent',0,'2024-06-03 04:00:00.000000',NULL,'2024-06-03 04:00:00.000000',NULL,NULL);
INSERT INTO "delivery" VALUES(38,21,'kecamatan:31.01.01','saluran:gerbang','waiting',2,'2024-06-03 04:19:00.000000','7d164f76b9d94c9ba73cd3a2851a9e01',NULL,NULL,'the channel did not take it');
INSERT INTO "delivery" VALUES(39,22,'camat.timur','kotak','sent',0,'2024-06-03 04:00:00.000000',NULL,'2024-06-03 04:00:00.000000',NULL,NULL);
INSERT INTO "delivery" VALUES(40,22,'kecamatan:31.01.02','saluran:gerbang','waiting',2,'2024-06-03 04:19:00.000000','3e3a22f72fc747729cbed6671072d0ec',NULL,NULL,'the channel did not take it');
INSERT INTO "delivery" VALUES(41,23,'camat.barat','kotak','sent',0,'2024-06-03 04:00:00.000000',NULL,'2024-06-03 04:00:00.000000',NULL,NULL);
INSERT INTO "delivery" VALUES(42,23,'camat.barat','dorong:1','waiting',2,'2024-06-03 04:19:00.000000','50b22577d6e34c519484ad3faa789769',NULL,NULL,'the push service was not found');
INSERT INTO "delivery" VALUES(43,23,'pelaksana.barat.1','kotak','sent',0,'2024-06-03 04:00:00.000000',NULL,'2024-06-03 04:00:00.000000',NULL,NULL);
INSERT INTO "delivery" VALUES(44,23,'kecamatan:31.01.01','saluran:gerbang','waiting',2,'2024-06-03 04:19:00.000000','7d164f76b9d94c9ba73cd3a2851a9e01',NULL,NULL,'the channel did not take it');
INSERT INTO "delivery" VALUES(45,24,'camat.barat','kotak','sent',0,'2024-06-03 04:00:00.000000',NULL,'2024-06-03 04:00:00.000000',NULL,NULL);
INSERT INTO "delivery" VALUES(46,24,'camat.barat','dorong:1','waiting',2,'2024-06-03 04:19:00.000000','50b22577d6e34c519484ad3faa789769',NULL,NULL,'the push service was not found');
INSERT INTO "delivery" VALUES(47,24,'pelaksana.barat.1','kotak','sent',0,'2024-06-03 04:00:00.000000',NULL,'2024-06-03 04:00:00.000000',NULL,NULL);
INSERT INTO "delivery" VALUES(48,24,'kecamatan:31.01.01','saluran:gerbang','waiting',2,'2024-06-03 04:19:00.000000','7d164f76b9d94c9ba73cd3a2851a9e01',NULL,NULL,'the channel did not take it');
INSERT INTO "delivery" VALUES(49,25,'camat.barat','kotak','sent',0,'2024-06-03 04:00:00.000000',NULL,'2024-06-03 04:00:00.000000',NULL,NULL);
INSERT INTO "delivery" VALUES(50,25,'camat.barat','dorong:1','waiting',2,'2024-06-03 04:19:00.000000','50b22577d6e34c519484ad3faa789769',NULL,NULL,'the push service was not found');
INSERT INTO "delivery" VALUES(51,25,'pelaksana.barat.1','kotak','sent',0,'2024-06-03 04:00:00.000000',NULL,'2024-06-03 04:00:00.000000',NULL,NULL);
INSERT INTO "delivery" VALUES(52,25,'kecamatan:31.01.01','saluran:gerbang','waiting',2,'2024-06-03 04:19:00.000000','7d164f76b9d94c9ba73cd3a2851a9e01',NULL,NULL,'the channel did not take it');
INSERT INTO "delivery" VALUES(53,26,'camat.barat','kotak','sent',0,'2024-06-03 04:00:00.000000',NULL,'2024-06-03 04:00:00.000000',NULL,NULL);
INSERT INTO "delivery" VALUES(54,26,'camat.barat','dorong:1','waiting',2,'2024-06-03 04:19:00.000000','50b22577d6e34c519484ad3faa789769',NULL,NULL,'the push service was not found');
INSERT INTO "delivery" VALUES(55,26,'pelaksana.barat.1','kotak','sent',0,'2024-06-03 04:00:00.000000',NULL,'2024-06-03 04:00:00.000000',NULL,NULL);
INSERT INTO "delivery" VALUES(56,26,'kecamatan:31.01.01','saluran:gerbang','waiting',2,'2024-06-03 04:19:00.000000','7d164f76b9d94c9ba73cd3a2851a9e01',NULL,NULL,'the channel did not take it');
CREATE TABLE display (
	display_id INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	token_hash TEXT NOT NULL, 
	created_at DATETIME NOT NULL, 
	revoked_at DATETIME, 
	PRIMARY KEY (display_id), 
	CONSTRAINT display_token UNIQUE (token_hash)
);
INSERT INTO "display" VALUES(1,'ruang-utama','e8fc35e3b8476973cabdc4fb5752bbc18ec9fac451bf1fa9516658f989f7068f','2024-05-31 16:00:00.000000',NULL);
INSERT INTO "display" VALUES(2,'ruang-lama','ff1dea23b6a30046cd11048ccaf6e15315ba04f57917c35aa71e980b5f360d78','2024-05-31 16:00:00.000000','2024-05-31 16:00:00.000000');
CREATE TABLE event (
	change BIGINT NOT NULL, 
	source TEXT NOT NULL, 
	service_request_id TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	occurred_at DATETIME NOT NULL, 
	learnt_at DATETIME NOT NULL, 
	pull_id BIGINT NOT NULL, 
	service_code TEXT NOT NULL, 
	status TEXT NOT NULL, 
	status_description TEXT NOT NULL, 
	placement TEXT NOT NULL, 
	agency_responsible TEXT, 
	expected_basis TEXT, 
	closed_basis TEXT, 
	area_code TEXT, 
	requested_datetime DATETIME NOT NULL, 
	expected_datetime DATETIME, 
	closed_datetime DATETIME, 
	received_at DATETIME NOT NULL, 
	lat DOUBLE, 
	long DOUBLE, 
	reopened INTEGER NOT NULL, 
	amended JSON NOT NULL, approaching_at DATETIME, very_late_at DATETIME, response_expected_datetime DATETIME, responded_at DATETIME, stopped_at DATETIME, policy TEXT, verdict TEXT, response_verdict TEXT, reporter TEXT, provisional BOOLEAN DEFAULT 0 NOT NULL, evidence BOOLEAN DEFAULT 0 NOT NULL, stops TEXT DEFAULT '' NOT NULL, 
	PRIMARY KEY (change)
);
INSERT INTO "event" VALUES(1,'qlue','2','received','2024-05-31 12:00:00.000000','2024-05-31 16:00:00.000000',1,'banjir','open','tidak_dikenal','point',NULL,'policy',NULL,'31.01.01.1002','2024-05-31 12:00:00.000000','2024-06-01 00:00:00.000000',NULL,'2024-05-31 12:00:00.000000',1.415,124.805,0,'{"service_name":"Banjir","description":"menumpuk","address":"Banjir"}','2024-05-31 21:36:00.000000','2024-06-02 00:00:00.000000','2024-06-01 12:00:00.000000',NULL,NULL,'kontrak',NULL,NULL,'e8dc60e553cbc1ae69046716',0,0,'');
INSERT INTO "event" VALUES(2,'qlue','3','received','2024-05-29 14:00:00.000000','2024-05-31 16:00:00.000000',1,'sampah','open','tidak_dikenal','point',NULL,'policy',NULL,'31.01.01.1001','2024-05-29 14:00:00.000000','2024-05-31 08:30:00.000000',NULL,'2024-05-29 14:00:00.000000',1.405,124.805,0,'{"service_name":"Sampah","description":"menumpuk","address":"Sampah"}','2024-05-31 05:30:00.000000','2024-06-06 08:00:00.000000','2024-05-30 14:00:00.000000',NULL,NULL,'kontrak',NULL,NULL,'e8dc60e553cbc1ae69046716',0,0,'');
INSERT INTO "event" VALUES(3,'qlue','4','received','2024-05-30 10:00:00.000000','2024-05-31 16:00:00.000000',1,'sampah','open','tidak_dikenal','point',NULL,'policy',NULL,'31.01.01.1002','2024-05-30 10:00:00.000000','2024-06-03 08:00:00.000000',NULL,'2024-05-30 10:00:00.000000',1.415,124.805,0,'{"service_name":"Sampah","description":"menumpuk","address":"Sampah"}','2024-06-03 04:00:00.000000','2024-06-07 08:30:00.000000','2024-05-31 10:00:00.000000',NULL,NULL,'kontrak',NULL,NULL,'e8dc60e553cbc1ae69046716',0,0,'');
INSERT INTO "event" VALUES(4,'qlue','5','received','2024-05-30 12:00:00.000000','2024-05-31 16:00:00.000000',1,'narkoba','open','tidak_dikenal','point',NULL,'policy',NULL,'31.01.02.1002','2024-05-30 12:00:00.000000','2024-06-06 12:00:00.000000',NULL,'2024-05-30 12:00:00.000000',1.415,124.815,0,'{"service_name":"Narkoba","description":"menumpuk","address":"Narkoba"}','2024-06-05 02:24:00.000000','2024-06-20 12:00:00.000000','2024-05-31 12:00:00.000000',NULL,NULL,'kontrak',NULL,NULL,'e8dc60e553cbc1ae69046716',0,0,'');
INSERT INTO "event" VALUES(5,'qlue','6','received','2024-05-31 06:00:00.000000','2024-05-31 16:00:00.000000',1,'sampah','open','tidak_dikenal','none',NULL,'policy',NULL,NULL,'2024-05-31 06:00:00.000000','2024-06-04 08:00:00.000000',NULL,'2024-05-31 06:00:00.000000',NULL,NULL,0,'{"service_name":"Sampah","description":"menumpuk","address":"Sampah"}','2024-06-04 03:30:00.000000','2024-06-11 05:30:00.000000','2024-06-01 06:00:00.000000',NULL,NULL,'kontrak',NULL,NULL,'e8dc60e553cbc1ae69046716',0,0,'');
INSERT INTO "event" VALUES(6,'qlue','7','received','2024-05-31 05:00:00.000000','2024-05-31 16:00:00.000000',1,'sampah','open','tidak_dikenal','outside',NULL,'policy',NULL,NULL,'2024-05-31 05:00:00.000000','2024-06-04 08:00:00.000000',NULL,'2024-05-31 05:00:00.000000',0.4,124.8,0,'{"service_name":"Sampah","description":"menumpuk","address":"Sampah"}','2024-06-04 03:18:00.000000','2024-06-11 07:30:00.000000','2024-06-01 05:00:00.000000',NULL,NULL,'kontrak',NULL,NULL,'e8dc60e553cbc1ae69046716',0,0,'');
INSERT INTO "event" VALUES(7,'qlue','8','received','2024-05-31 07:00:00.000000','2024-05-31 16:00:00.000000',1,'usul','open','tidak_dikenal','point',NULL,NULL,NULL,'31.01.02.1001','2024-05-31 07:00:00.000000',NULL,NULL,'2024-05-31 07:00:00.000000',1.405,124.815,0,'{"service_name":"Usul","description":"menumpuk","address":"Usul"}',NULL,NULL,'2024-06-01 07:00:00.000000',NULL,NULL,NULL,NULL,NULL,'e8dc60e553cbc1ae69046716',0,0,'');
INSERT INTO "event" VALUES(8,'qlue','9','received','2024-04-26 16:00:00.000000','2024-05-31 16:00:00.000000',1,'sampah','open','tidak_dikenal','point',NULL,'policy',NULL,'31.01.02.1001','2024-04-26 16:00:00.000000','2024-04-30 08:00:00.000000',NULL,'2024-04-26 16:00:00.000000',1.405,124.815,0,'{"service_name":"Sampah","description":"menumpuk","address":"Sampah"}','2024-04-30 04:00:00.000000','2024-05-07 08:00:00.000000','2024-04-27 16:00:00.000000',NULL,NULL,'kontrak',NULL,NULL,'e8dc60e553cbc1ae69046716',0,0,'');
INSERT INTO "event" VALUES(9,'qlue','10','received','2024-05-31 10:00:00.000000','2024-05-31 16:00:00.000000',1,'sampah','open','tidak_dikenal','point',NULL,'policy',NULL,'31.01.02.1002','2024-05-31 10:00:00.000000','2024-06-04 08:00:00.000000',NULL,'2024-05-31 10:00:00.000000',1.415,124.815,0,'{"service_name":"Sampah","description":"menumpuk","address":"Sampah"}','2024-06-04 04:00:00.000000','2024-06-10 08:00:00.000000','2024-06-01 10:00:00.000000',NULL,NULL,'kontrak',NULL,NULL,'e8dc60e553cbc1ae69046716',0,0,'');
INSERT INTO "event" VALUES(10,'rekap','T-1','received','2024-05-31 00:00:00.000000','2024-05-31 16:00:00.000000',2,'sampah','open','menunggu','named',NULL,'policy',NULL,'31.01.01.1001','2024-05-31 00:00:00.000000','2024-06-04 08:00:00.000000',NULL,'2024-05-31 00:00:00.000000',NULL,NULL,0,'{"service_name":"Sampah","description":"penuh","area_name":"KEL. ANGGREK","parent_name":"BARAT"}','2024-06-04 02:36:00.000000','2024-06-12 07:00:00.000000','2024-06-01 00:00:00.000000',NULL,NULL,'kontrak',NULL,NULL,NULL,0,0,'');
INSERT INTO "event" VALUES(11,'rekap','T-1','closed','2024-05-31 16:00:00.000000','2024-05-31 16:00:00.000000',2,'sampah','closed','selesai','named',NULL,'policy','source','31.01.01.1001','2024-05-31 00:00:00.000000','2024-06-04 08:00:00.000000','2024-06-01 00:00:00.000000','2024-05-31 00:00:00.000000',NULL,NULL,0,'{}','2024-06-04 02:36:00.000000','2024-06-12 07:00:00.000000','2024-06-01 00:00:00.000000','2024-05-31 16:00:00.000000','2024-05-31 16:00:00.000000','kontrak','closed_on_time','on_time',NULL,0,0,'');
INSERT INTO "event" VALUES(12,'rekap','T-2','received','2024-05-31 16:00:00.000000','2024-05-31 16:00:00.000000',2,'sampah','open','menunggu','named',NULL,'policy',NULL,'31.01.02.1001','2024-06-01 01:30:00.000000','2024-06-04 08:00:00.000000',NULL,'2024-05-31 16:00:00.000000',NULL,NULL,0,'{"service_name":"Kebersihan","description":"bau","area_name":"Cempaka","parent_name":"Timur"}','2024-06-04 04:00:00.000000','2024-06-10 08:00:00.000000','2024-06-02 01:30:00.000000',NULL,NULL,'kontrak',NULL,NULL,NULL,0,0,'');
INSERT INTO "event" VALUES(13,'rekap','T-2','status','2024-05-31 16:00:00.000000','2024-05-31 16:00:00.000000',2,'sampah','open','proses','named',NULL,'policy',NULL,'31.01.02.1001','2024-06-01 01:30:00.000000','2024-06-04 08:00:00.000000',NULL,'2024-05-31 16:00:00.000000',NULL,NULL,0,'{}','2024-06-04 04:00:00.000000','2024-06-10 08:00:00.000000','2024-06-02 01:30:00.000000','2024-05-31 16:00:00.000000',NULL,'kontrak',NULL,'on_time',NULL,0,0,'');
INSERT INTO "event" VALUES(14,'qlue','3','closed','2024-06-02 13:00:00.000000','2024-06-02 13:00:00.000000',3,'sampah','closed','selesai','point',NULL,'policy','observed','31.01.01.1001','2024-05-29 14:00:00.000000','2024-05-31 08:30:00.000000','2024-06-02 13:00:00.000000','2024-05-29 14:00:00.000000',1.405,124.805,0,'{}','2024-05-31 05:30:00.000000','2024-06-06 08:00:00.000000','2024-05-30 14:00:00.000000','2024-06-02 13:00:00.000000','2024-06-02 13:00:00.000000','kontrak','closed_late','late','e8dc60e553cbc1ae69046716',0,0,'');
INSERT INTO "event" VALUES(15,'qlue','4','closed','2024-06-02 13:00:00.000000','2024-06-02 13:00:00.000000',3,'sampah','closed','selesai','point',NULL,'policy','observed','31.01.01.1002','2024-05-30 10:00:00.000000','2024-06-03 08:00:00.000000','2024-06-02 13:00:00.000000','2024-05-30 10:00:00.000000',1.415,124.805,0,'{}','2024-06-03 04:00:00.000000','2024-06-07 08:30:00.000000','2024-05-31 10:00:00.000000','2024-06-02 13:00:00.000000','2024-06-02 13:00:00.000000','kontrak','closed_on_time','late','e8dc60e553cbc1ae69046716',0,0,'');
INSERT INTO "event" VALUES(16,'qlue','1','received','2024-06-02 12:00:00.000000','2024-06-02 13:00:00.000000',3,'banjir','open','tidak_dikenal','point',NULL,'policy',NULL,'31.01.01.1001','2024-06-02 12:00:00.000000','2024-06-03 00:00:00.000000',NULL,'2024-06-02 12:00:00.000000',1.405,124.805,0,'{"service_name":"Banjir","description":"menumpuk","address":"Banjir"}','2024-06-02 21:36:00.000000','2024-06-04 00:00:00.000000','2024-06-03 12:00:00.000000',NULL,NULL,'kontrak',NULL,NULL,'e8dc60e553cbc1ae69046716',0,0,'');
INSERT INTO "event" VALUES(17,'pantau','P240602-SEUT','received','2024-06-02 14:00:00.000000','2024-06-02 14:00:00.000000',0,'sampah','open','menunggu','point',NULL,'policy',NULL,'31.01.01.1001','2024-06-02 14:00:00.000000','2024-06-04 08:00:00.000000',NULL,'2024-06-02 14:00:00.000000',1.405,124.805,0,'{"description":"di depan pasar"}','2024-06-04 04:00:00.000000','2024-06-10 08:00:00.000000','2024-06-03 14:00:00.000000',NULL,NULL,'kontrak',NULL,NULL,'16ac30ed591e6a7dc673127a',0,0,'');
INSERT INTO "event" VALUES(18,'pantau','P240602-C34R','received','2024-06-02 14:00:00.000000','2024-06-02 14:00:00.000000',0,'usul','open','menunggu','named',NULL,NULL,NULL,'31.01.02.1001','2024-06-02 14:00:00.000000',NULL,NULL,'2024-06-02 14:00:00.000000',NULL,NULL,0,'{"description":"lampu taman","area_name":"Cempaka","parent_name":"Timur"}',NULL,NULL,'2024-06-03 14:00:00.000000',NULL,NULL,NULL,NULL,NULL,'d2752cb7e3e236f05f22c1ff',0,0,'');
INSERT INTO "event" VALUES(19,'pantau','P240602-MDDK','received','2024-06-02 14:00:00.000000','2024-06-02 14:00:00.000000',0,'sampah','open','menunggu','point',NULL,'policy',NULL,'31.01.01.1001','2024-06-02 14:00:00.000000','2024-06-04 08:00:00.000000',NULL,'2024-06-02 14:00:00.000000',1.405,124.805,0,'{"description":"di depan pasar juga","address":"Jl. Sam Ratulangi"}','2024-06-04 04:00:00.000000','2024-06-10 08:00:00.000000','2024-06-03 14:00:00.000000',NULL,NULL,'kontrak',NULL,NULL,'786d789d58b466dcd64b76c4',0,0,'');
INSERT INTO "event" VALUES(20,'pantau','P240602-SEUT','status','2024-06-02 15:00:00.000000','2024-06-02 15:00:00.000000',0,'sampah','open','disposisi','point','DLH','policy',NULL,'31.01.01.1001','2024-06-02 14:00:00.000000','2024-06-04 08:00:00.000000',NULL,'2024-06-02 14:00:00.000000',1.405,124.805,0,'{"told":{"service_code":"sampah","status_description":"menunggu","agency_responsible":null,"evidence":false,"lat":1.405,"long":124.805,"area_code":"31.01.01.1001","placement":"point"},"status_notes":"segera"}','2024-06-04 04:00:00.000000','2024-06-10 08:00:00.000000','2024-06-03 14:00:00.000000','2024-06-02 15:00:00.000000',NULL,'kontrak',NULL,'on_time','16ac30ed591e6a7dc673127a',0,0,'');
INSERT INTO "event" VALUES(21,'pantau','P240602-SEUT','status','2024-06-02 16:00:00.000000','2024-06-02 16:00:00.000000',0,'sampah','open','proses','point','DLH','policy',NULL,'31.01.01.1001','2024-06-02 14:00:00.000000','2024-06-04 08:00:00.000000',NULL,'2024-06-02 14:00:00.000000',1.405,124.805,0,'{}','2024-06-04 04:00:00.000000','2024-06-10 08:00:00.000000','2024-06-03 14:00:00.000000','2024-06-02 15:00:00.000000',NULL,'kontrak',NULL,'on_time','16ac30ed591e6a7dc673127a',0,0,'');
INSERT INTO "event" VALUES(22,'pantau','P240602-SEUT','closed','2024-06-02 17:00:00.000000','2024-06-02 17:00:00.000000',0,'sampah','closed','selesai','point','DLH','policy','source','31.01.01.1001','2024-06-02 14:00:00.000000','2024-06-04 08:00:00.000000','2024-06-02 17:00:00.000000','2024-06-02 14:00:00.000000',1.405,124.805,0,'{"status_notes":"sudah diangkut"}','2024-06-04 04:00:00.000000','2024-06-10 08:00:00.000000','2024-06-03 14:00:00.000000','2024-06-02 15:00:00.000000','2024-06-02 17:00:00.000000','kontrak','closed_on_time','on_time','16ac30ed591e6a7dc673127a',0,1,'');
INSERT INTO "event" VALUES(23,'pantau','P240602-MDDK','withdrawn','2024-06-02 17:00:00.000000','2024-06-02 17:00:00.000000',0,'sampah','closed','duplikat','point',NULL,'policy','source','31.01.01.1001','2024-06-02 14:00:00.000000','2024-06-04 08:00:00.000000','2024-06-02 17:00:00.000000','2024-06-02 14:00:00.000000',1.405,124.805,0,'{"told":{"service_code":"sampah","status_description":"menunggu","agency_responsible":null,"evidence":false,"lat":1.405,"long":124.805,"area_code":"31.01.01.1001","placement":"point"},"joined_to":"pantau/P240602-SEUT"}','2024-06-04 04:00:00.000000','2024-06-10 08:00:00.000000','2024-06-03 14:00:00.000000','2024-06-02 17:00:00.000000','2024-06-02 17:00:00.000000','kontrak',NULL,'on_time','786d789d58b466dcd64b76c4',0,0,'');
INSERT INTO "event" VALUES(24,'pantau','P240602-SEUT','amended','2024-06-02 18:00:00.000000','2024-06-02 18:00:00.000000',0,'sampah','closed','selesai','point','DLH','policy','source','31.01.01.1001','2024-06-02 14:00:00.000000','2024-06-04 08:00:00.000000','2024-06-02 17:00:00.000000','2024-06-02 14:00:00.000000',1.405,124.805,0,'{"rating":2}','2024-06-04 04:00:00.000000','2024-06-10 08:00:00.000000','2024-06-03 14:00:00.000000','2024-06-02 15:00:00.000000','2024-06-02 17:00:00.000000','kontrak','closed_on_time','on_time','16ac30ed591e6a7dc673127a',0,1,'');
INSERT INTO "event" VALUES(25,'pantau','P240602-C34R','status','2024-06-02 19:00:00.000000','2024-06-02 19:00:00.000000',0,'usul','open','menunggu_pelapor','named',NULL,NULL,NULL,'31.01.02.1001','2024-06-02 14:00:00.000000',NULL,NULL,'2024-06-02 14:00:00.000000',NULL,NULL,0,'{"told":{"service_code":"usul","status_description":"menunggu","agency_responsible":null,"evidence":false,"lat":null,"long":null,"area_code":"31.01.02.1001","placement":"named"},"status_notes":"di mana?"}',NULL,NULL,'2024-06-03 14:00:00.000000','2024-06-02 19:00:00.000000','2024-06-02 19:00:00.000000',NULL,NULL,'on_time','d2752cb7e3e236f05f22c1ff',0,0,'');
INSERT INTO "event" VALUES(26,'qlue','2','status','2024-06-02 19:00:00.000000','2024-06-02 19:00:00.000000',0,'banjir','open','salah_wilayah','point',NULL,'policy',NULL,'31.01.01.1002','2024-05-31 12:00:00.000000','2024-06-01 00:00:00.000000',NULL,'2024-05-31 12:00:00.000000',1.415,124.805,0,'{"told":{"service_code":"banjir","status_description":"tidak_dikenal","agency_responsible":null,"evidence":false,"lat":1.415,"long":124.805,"area_code":"31.01.01.1002","placement":"point"}}','2024-05-31 21:36:00.000000','2024-06-02 00:00:00.000000','2024-06-01 12:00:00.000000','2024-06-02 19:00:00.000000',NULL,'kontrak',NULL,'late','e8dc60e553cbc1ae69046716',0,0,'');
INSERT INTO "event" VALUES(27,'qlue','8','status','2024-06-02 20:00:00.000000','2024-06-02 20:00:00.000000',0,'usul','open','diteruskan','point','PLN',NULL,NULL,'31.01.02.1001','2024-05-31 07:00:00.000000',NULL,NULL,'2024-05-31 07:00:00.000000',1.405,124.815,0,'{"told":{"service_code":"usul","status_description":"tidak_dikenal","agency_responsible":null,"evidence":false,"lat":1.405,"long":124.815,"area_code":"31.01.02.1001","placement":"point"},"status_notes":"kabel"}',NULL,NULL,'2024-06-01 07:00:00.000000','2024-06-02 20:00:00.000000','2024-06-02 20:00:00.000000',NULL,NULL,'late','e8dc60e553cbc1ae69046716',0,0,'');
INSERT INTO "event" VALUES(28,'qlue','3','reopened','2024-06-03 04:00:00.000000','2024-06-03 04:00:00.000000',4,'sampah','open','proses','point',NULL,'policy',NULL,'31.01.01.1001','2024-05-29 14:00:00.000000','2024-06-03 04:00:00.000000',NULL,'2024-05-29 14:00:00.000000',1.405,124.805,1,'{}','2024-06-03 01:00:00.000000','2024-06-07 05:30:00.000000','2024-05-30 14:00:00.000000','2024-06-02 13:00:00.000000',NULL,'kontrak',NULL,'late','e8dc60e553cbc1ae69046716',0,0,'2024-06-02T13:00:00+00:00/2024-06-03T04:00:00+00:00');
INSERT INTO "event" VALUES(29,'qlue','9','closed','2024-06-03 04:00:00.000000','2024-06-03 04:00:00.000000',4,'sampah','closed','selesai','point',NULL,'policy','observed','31.01.02.1001','2024-04-26 16:00:00.000000','2024-04-30 08:00:00.000000','2024-06-03 04:00:00.000000','2024-04-26 16:00:00.000000',1.405,124.815,0,'{}','2024-04-30 04:00:00.000000','2024-05-07 08:00:00.000000','2024-04-27 16:00:00.000000','2024-06-03 04:00:00.000000','2024-06-03 04:00:00.000000','kontrak','closed_late','late','e8dc60e553cbc1ae69046716',0,0,'');
INSERT INTO "event" VALUES(30,'qlue','10','closed','2024-06-03 04:00:00.000000','2024-06-03 04:00:00.000000',4,'sampah','closed','selesai','point',NULL,'policy','observed','31.01.02.1002','2024-05-31 10:00:00.000000','2024-06-04 08:00:00.000000','2024-06-03 04:00:00.000000','2024-05-31 10:00:00.000000',1.415,124.815,0,'{}','2024-06-04 04:00:00.000000','2024-06-10 08:00:00.000000','2024-06-01 10:00:00.000000','2024-06-03 04:00:00.000000','2024-06-03 04:00:00.000000','kontrak','closed_on_time','late','e8dc60e553cbc1ae69046716',0,0,'');
INSERT INTO "event" VALUES(31,'qlue','12','received','2024-06-02 17:00:00.000000','2024-06-03 04:00:00.000000',4,'banjir','open','tidak_dikenal','point',NULL,'policy',NULL,'31.01.02.1001','2024-06-02 17:00:00.000000','2024-06-03 05:00:00.000000',NULL,'2024-06-02 17:00:00.000000',1.405,124.815,0,'{"service_name":"Banjir","description":"menumpuk","address":"Banjir"}','2024-06-03 02:36:00.000000','2024-06-04 05:00:00.000000','2024-06-03 17:00:00.000000',NULL,NULL,'kontrak',NULL,NULL,'e8dc60e553cbc1ae69046716',0,0,'');
INSERT INTO "event" VALUES(32,'qlue','13','received','2024-06-03 03:30:00.000000','2024-06-03 04:00:00.000000',4,'banjir','open','tidak_dikenal','point',NULL,'policy',NULL,'31.01.01.1001','2024-06-03 03:30:00.000000','2024-06-03 15:30:00.000000',NULL,'2024-06-03 03:30:00.000000',1.405,124.805,0,'{"service_name":"Banjir","description":"menumpuk","address":"Banjir"}','2024-06-03 13:06:00.000000','2024-06-04 15:30:00.000000','2024-06-04 03:30:00.000000',NULL,NULL,'kontrak',NULL,NULL,'e8dc60e553cbc1ae69046716',0,0,'');
INSERT INTO "event" VALUES(33,'qlue','14','received','2024-06-03 03:36:00.000000','2024-06-03 04:00:00.000000',4,'banjir','open','tidak_dikenal','point',NULL,'policy',NULL,'31.01.01.1001','2024-06-03 03:36:00.000000','2024-06-03 15:36:00.000000',NULL,'2024-06-03 03:36:00.000000',1.405,124.805,0,'{"service_name":"Banjir","description":"menumpuk","address":"Banjir"}','2024-06-03 13:12:00.000000','2024-06-04 15:36:00.000000','2024-06-04 03:36:00.000000',NULL,NULL,'kontrak',NULL,NULL,'e8dc60e553cbc1ae69046716',0,0,'');
INSERT INTO "event" VALUES(34,'qlue','15','received','2024-06-03 03:42:00.000000','2024-06-03 04:00:00.000000',4,'banjir','open','tidak_dikenal','point',NULL,'policy',NULL,'31.01.01.1001','2024-06-03 03:42:00.000000','2024-06-03 15:42:00.000000',NULL,'2024-06-03 03:42:00.000000',1.405,124.805,0,'{"service_name":"Banjir","description":"menumpuk","address":"Banjir"}','2024-06-03 13:18:00.000000','2024-06-04 15:42:00.000000','2024-06-04 03:42:00.000000',NULL,NULL,'kontrak',NULL,NULL,'e8dc60e553cbc1ae69046716',0,0,'');
INSERT INTO "event" VALUES(35,'qlue','16','received','2024-06-02 15:30:00.000000','2024-06-03 04:00:00.000000',4,'banjir','open','tidak_dikenal','point',NULL,'policy',NULL,'31.01.01.1002','2024-06-02 15:30:00.000000','2024-06-03 03:30:00.000000',NULL,'2024-06-02 15:30:00.000000',1.415,124.805,0,'{"service_name":"Banjir","description":"menumpuk","address":"Banjir"}','2024-06-03 01:06:00.000000','2024-06-04 03:30:00.000000','2024-06-03 15:30:00.000000',NULL,NULL,'kontrak',NULL,NULL,'e8dc60e553cbc1ae69046716',0,0,'');
CREATE TABLE exercise (
	account TEXT NOT NULL, 
	step INTEGER NOT NULL, 
	done_at DATETIME NOT NULL, 
	PRIMARY KEY (account, step)
);
CREATE TABLE feed_memory (
	source TEXT NOT NULL, 
	fingerprint TEXT NOT NULL, 
	kept JSON NOT NULL, 
	PRIMARY KEY (source)
);
INSERT INTO "feed_memory" VALUES('qlue','3cb6f376e7776063debc6ca3d9f1d6ff','{}');
CREATE TABLE filing (
	source TEXT NOT NULL, 
	service_request_id TEXT NOT NULL, 
	channel TEXT NOT NULL, 
	who TEXT NOT NULL, 
	filed_at DATETIME NOT NULL, 
	key_hash TEXT NOT NULL, 
	contact TEXT, 
	joined_source TEXT, 
	joined_id TEXT, 
	PRIMARY KEY (source, service_request_id)
);
INSERT INTO "filing" VALUES('pantau','P240602-SEUT','warga','','2024-06-02 14:00:00.000000','fef549abaa267fa870c97acc0cd74155916f8b11d33c686efa7ddc3f3fd5e9fa','gAAAAABrDUQDfoWs5MkkaUgyKHWPN4UqRqon390uwSYGzGcz-ljmlaXlIk8DQBlYk7lDaoi225zCIfuU8yeA4EuINBBhqmo53Eziy1VDyhCBN2-VR48FGIw=',NULL,NULL);
INSERT INTO "filing" VALUES('pantau','P240602-C34R','petugas','operator.1','2024-06-02 14:00:00.000000','516ef61d1ca88462c4009f2547d00657a1df06df449b0497024e7c036e7c24f1',NULL,NULL,NULL);
INSERT INTO "filing" VALUES('pantau','P240602-MDDK','open311','jaki','2024-06-02 14:00:00.000000','719435286a994568ba8698bb145839b1cddbeca798de34e57f1abac303ec707a',NULL,'pantau','P240602-SEUT');
CREATE TABLE follow_up (
	change BIGINT NOT NULL, 
	source TEXT NOT NULL, 
	service_request_id TEXT NOT NULL, 
	at DATETIME NOT NULL, 
	move TEXT NOT NULL, 
	who TEXT NOT NULL, 
	role TEXT NOT NULL, 
	note TEXT NOT NULL, 
	agency TEXT, 
	stars INTEGER, 
	original_source TEXT, 
	original_id TEXT, 
	PRIMARY KEY (change)
);
INSERT INTO "follow_up" VALUES(20,'pantau','P240602-SEUT','2024-06-02 15:00:00.000000','disposisi','camat.barat','camat','segera','DLH',NULL,NULL,NULL);
INSERT INTO "follow_up" VALUES(21,'pantau','P240602-SEUT','2024-06-02 16:00:00.000000','proses','pelaksana.barat.1','pelaksana','',NULL,NULL,NULL,NULL);
INSERT INTO "follow_up" VALUES(22,'pantau','P240602-SEUT','2024-06-02 17:00:00.000000','selesaikan','pelaksana.barat.1','pelaksana','sudah diangkut',NULL,NULL,NULL,NULL);
INSERT INTO "follow_up" VALUES(23,'pantau','P240602-MDDK','2024-06-02 17:00:00.000000','gabung','operator.1','operator','',NULL,NULL,'pantau','P240602-SEUT');
INSERT INTO "follow_up" VALUES(24,'pantau','P240602-SEUT','2024-06-02 18:00:00.000000','nilai','P240602-SEUT','pelapor','masih bau',NULL,2,NULL,NULL);
INSERT INTO "follow_up" VALUES(25,'pantau','P240602-C34R','2024-06-02 19:00:00.000000','tanya_pelapor','operator.1','operator','di mana?',NULL,NULL,NULL,NULL);
INSERT INTO "follow_up" VALUES(26,'qlue','2','2024-06-02 19:00:00.000000','bukan_wilayah','camat.barat','camat','di kecamatan lain',NULL,NULL,NULL,NULL);
INSERT INTO "follow_up" VALUES(27,'qlue','8','2024-06-02 20:00:00.000000','teruskan','operator.1','operator','kabel','PLN',NULL,NULL,NULL);
CREATE TABLE notice (
	notice_id INTEGER NOT NULL, 
	once TEXT NOT NULL, 
	audience TEXT NOT NULL, 
	template TEXT NOT NULL, 
	"values" JSON NOT NULL, 
	source TEXT NOT NULL, 
	service_request_id TEXT NOT NULL, 
	made_at DATETIME NOT NULL, 
	spread_at DATETIME, 
	PRIMARY KEY (notice_id), 
	UNIQUE (once)
);
INSERT INTO "notice" VALUES(1,'baru|qlue|2|kecamatan:31.01.01|2024-05-31T12:00:00+00:00','kecamatan:31.01.01','baru','{"service_code":"banjir","area_code":"31.01.01.1002","agency":null,"due":"2024-06-01T00:00:00+00:00"}','qlue','2','2024-05-31 16:00:00.000000','2024-06-02 13:00:00.000000');
INSERT INTO "notice" VALUES(2,'baru|qlue|6|operator|2024-05-31T06:00:00+00:00','operator','baru','{"service_code":"sampah","area_code":null,"agency":null,"due":"2024-06-04T08:00:00+00:00"}','qlue','6','2024-05-31 16:00:00.000000','2024-06-02 13:00:00.000000');
INSERT INTO "notice" VALUES(3,'baru|qlue|7|operator|2024-05-31T05:00:00+00:00','operator','baru','{"service_code":"sampah","area_code":null,"agency":null,"due":"2024-06-04T08:00:00+00:00"}','qlue','7','2024-05-31 16:00:00.000000','2024-06-02 13:00:00.000000');
INSERT INTO "notice" VALUES(4,'baru|qlue|8|kecamatan:31.01.02|2024-05-31T07:00:00+00:00','kecamatan:31.01.02','baru','{"service_code":"usul","area_code":"31.01.02.1001","agency":null,"due":null}','qlue','8','2024-05-31 16:00:00.000000','2024-06-02 13:00:00.000000');
INSERT INTO "notice" VALUES(5,'baru|qlue|10|kecamatan:31.01.02|2024-05-31T10:00:00+00:00','kecamatan:31.01.02','baru','{"service_code":"sampah","area_code":"31.01.02.1002","agency":null,"due":"2024-06-04T08:00:00+00:00"}','qlue','10','2024-05-31 16:00:00.000000','2024-06-02 13:00:00.000000');
INSERT INTO "notice" VALUES(6,'baru|rekap|T-1|kecamatan:31.01.01|2024-05-31T00:00:00+00:00','kecamatan:31.01.01','baru','{"service_code":"sampah","area_code":"31.01.01.1001","agency":null,"due":"2024-06-04T08:00:00+00:00"}','rekap','T-1','2024-05-31 16:00:00.000000','2024-06-02 13:00:00.000000');
INSERT INTO "notice" VALUES(7,'baru|rekap|T-2|kecamatan:31.01.02|2024-05-31T16:00:00+00:00','kecamatan:31.01.02','baru','{"service_code":"sampah","area_code":"31.01.02.1001","agency":null,"due":"2024-06-04T08:00:00+00:00"}','rekap','T-2','2024-05-31 16:00:00.000000','2024-06-02 13:00:00.000000');
INSERT INTO "notice" VALUES(8,'baru|qlue|1|kecamatan:31.01.01|2024-06-02T12:00:00+00:00','kecamatan:31.01.01','baru','{"service_code":"banjir","area_code":"31.01.01.1001","agency":null,"due":"2024-06-03T00:00:00+00:00"}','qlue','1','2024-06-02 13:00:00.000000','2024-06-02 13:00:00.000000');
INSERT INTO "notice" VALUES(9,'diterima|pantau|P240602-SEUT|pelapor:pantau/P240602-SEUT|2024-06-02T14:00:00+00:00','pelapor:pantau/P240602-SEUT','diterima','{"service_code":"sampah","area_code":"31.01.01.1001","agency":null,"due":"2024-06-04T08:00:00+00:00"}','pantau','P240602-SEUT','2024-06-02 14:00:00.000000','2024-06-02 14:00:00.000000');
INSERT INTO "notice" VALUES(10,'baru|pantau|P240602-SEUT|kecamatan:31.01.01|2024-06-02T14:00:00+00:00','kecamatan:31.01.01','baru','{"service_code":"sampah","area_code":"31.01.01.1001","agency":null,"due":"2024-06-04T08:00:00+00:00"}','pantau','P240602-SEUT','2024-06-02 14:00:00.000000','2024-06-02 14:00:00.000000');
INSERT INTO "notice" VALUES(11,'diterima|pantau|P240602-C34R|pelapor:pantau/P240602-C34R|2024-06-02T14:00:00+00:00','pelapor:pantau/P240602-C34R','diterima','{"service_code":"usul","area_code":"31.01.02.1001","agency":null,"due":null}','pantau','P240602-C34R','2024-06-02 14:00:00.000000','2024-06-02 14:00:00.000000');
INSERT INTO "notice" VALUES(12,'baru|pantau|P240602-C34R|kecamatan:31.01.02|2024-06-02T14:00:00+00:00','kecamatan:31.01.02','baru','{"service_code":"usul","area_code":"31.01.02.1001","agency":null,"due":null}','pantau','P240602-C34R','2024-06-02 14:00:00.000000','2024-06-02 14:00:00.000000');
INSERT INTO "notice" VALUES(13,'diterima|pantau|P240602-MDDK|pelapor:pantau/P240602-MDDK|2024-06-02T14:00:00+00:00','pelapor:pantau/P240602-MDDK','diterima','{"service_code":"sampah","area_code":"31.01.01.1001","agency":null,"due":"2024-06-04T08:00:00+00:00"}','pantau','P240602-MDDK','2024-06-02 14:00:00.000000','2024-06-02 14:00:00.000000');
INSERT INTO "notice" VALUES(14,'baru|pantau|P240602-MDDK|kecamatan:31.01.01|2024-06-02T14:00:00+00:00','kecamatan:31.01.01','baru','{"service_code":"sampah","area_code":"31.01.01.1001","agency":null,"due":"2024-06-04T08:00:00+00:00"}','pantau','P240602-MDDK','2024-06-02 14:00:00.000000','2024-06-02 14:00:00.000000');
INSERT INTO "notice" VALUES(15,'disposisi|pantau|P240602-SEUT|pelapor:pantau/P240602-SEUT|2024-06-02T15:00:00+00:00','pelapor:pantau/P240602-SEUT','disposisi','{"service_code":"sampah","area_code":"31.01.01.1001","agency":"DLH","due":"2024-06-04T08:00:00+00:00"}','pantau','P240602-SEUT','2024-06-02 15:00:00.000000','2024-06-03 04:00:00.000000');
INSERT INTO "notice" VALUES(16,'selesai|pantau|P240602-SEUT|pelapor:pantau/P240602-SEUT|2024-06-02T17:00:00+00:00','pelapor:pantau/P240602-SEUT','selesai','{"service_code":"sampah","area_code":"31.01.01.1001","agency":"DLH","due":"2024-06-04T08:00:00+00:00"}','pantau','P240602-SEUT','2024-06-02 17:00:00.000000','2024-06-03 04:00:00.000000');
INSERT INTO "notice" VALUES(17,'digabung|pantau|P240602-MDDK|pelapor:pantau/P240602-MDDK|2024-06-02T17:00:00+00:00','pelapor:pantau/P240602-MDDK','digabung','{"service_code":"sampah","area_code":"31.01.01.1001","agency":null,"due":"2024-06-04T08:00:00+00:00"}','pantau','P240602-MDDK','2024-06-02 17:00:00.000000','2024-06-03 04:00:00.000000');
INSERT INTO "notice" VALUES(18,'nilai_rendah|pantau|P240602-SEUT|operator|2024-06-02T18:00:00+00:00','operator','nilai_rendah','{"service_code":"sampah","area_code":"31.01.01.1001","agency":"DLH","due":"2024-06-04T08:00:00+00:00"}','pantau','P240602-SEUT','2024-06-02 18:00:00.000000','2024-06-03 04:00:00.000000');
INSERT INTO "notice" VALUES(19,'ditanya|pantau|P240602-C34R|pelapor:pantau/P240602-C34R|2024-06-02T19:00:00+00:00','pelapor:pantau/P240602-C34R','ditanya','{"service_code":"usul","area_code":"31.01.02.1001","agency":null,"due":null}','pantau','P240602-C34R','2024-06-02 19:00:00.000000','2024-06-03 04:00:00.000000');
INSERT INTO "notice" VALUES(20,'keberatan|qlue|2|operator|2024-06-02T19:00:00+00:00','operator','keberatan','{"service_code":"banjir","area_code":"31.01.01.1002","agency":null,"due":"2024-06-01T00:00:00+00:00"}','qlue','2','2024-06-02 19:00:00.000000','2024-06-03 04:00:00.000000');
INSERT INTO "notice" VALUES(21,'dibuka|qlue|3|kecamatan:31.01.01|2024-06-03T04:00:00+00:00','kecamatan:31.01.01','dibuka','{"service_code":"sampah","area_code":"31.01.01.1001","agency":null,"due":"2024-06-03T04:00:00+00:00"}','qlue','3','2024-06-03 04:00:00.000000','2024-06-03 04:00:00.000000');
INSERT INTO "notice" VALUES(22,'baru|qlue|12|kecamatan:31.01.02|2024-06-02T17:00:00+00:00','kecamatan:31.01.02','baru','{"service_code":"banjir","area_code":"31.01.02.1001","agency":null,"due":"2024-06-03T05:00:00+00:00"}','qlue','12','2024-06-03 04:00:00.000000','2024-06-03 04:00:00.000000');
INSERT INTO "notice" VALUES(23,'baru|qlue|13|kecamatan:31.01.01|2024-06-03T03:30:00+00:00','kecamatan:31.01.01','baru','{"service_code":"banjir","area_code":"31.01.01.1001","agency":null,"due":"2024-06-03T15:30:00+00:00"}','qlue','13','2024-06-03 04:00:00.000000','2024-06-03 04:00:00.000000');
INSERT INTO "notice" VALUES(24,'baru|qlue|14|kecamatan:31.01.01|2024-06-03T03:36:00+00:00','kecamatan:31.01.01','baru','{"service_code":"banjir","area_code":"31.01.01.1001","agency":null,"due":"2024-06-03T15:36:00+00:00"}','qlue','14','2024-06-03 04:00:00.000000','2024-06-03 04:00:00.000000');
INSERT INTO "notice" VALUES(25,'baru|qlue|15|kecamatan:31.01.01|2024-06-03T03:42:00+00:00','kecamatan:31.01.01','baru','{"service_code":"banjir","area_code":"31.01.01.1001","agency":null,"due":"2024-06-03T15:42:00+00:00"}','qlue','15','2024-06-03 04:00:00.000000','2024-06-03 04:00:00.000000');
INSERT INTO "notice" VALUES(26,'baru|qlue|16|kecamatan:31.01.01|2024-06-02T15:30:00+00:00','kecamatan:31.01.01','baru','{"service_code":"banjir","area_code":"31.01.01.1002","agency":null,"due":"2024-06-03T03:30:00+00:00"}','qlue','16','2024-06-03 04:00:00.000000','2024-06-03 04:00:00.000000');
CREATE TABLE picture (
	picture_id TEXT NOT NULL, 
	source TEXT NOT NULL, 
	service_request_id TEXT NOT NULL, 
	change BIGINT NOT NULL, 
	purpose TEXT NOT NULL, 
	position INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	media_type TEXT NOT NULL, 
	width INTEGER NOT NULL, 
	height INTEGER NOT NULL, 
	body BLOB NOT NULL, 
	PRIMARY KEY (picture_id)
);
INSERT INTO "picture" VALUES('Dof2Ybu1PdHi7P8QOA8X','pantau','P240602-SEUT',17,'report',0,'2024-06-02 14:00:00.000000','image/jpeg',320,240,X'FFD8FFE000104A46494600010100000100010000FFDB0043000604040504040605050506060607090E0909080809120D0D0A0E1512161615121414171A211C17181F1914141D271D1F2223252525161C292C28242B21242524FFDB00430106060609080911090911241814182424242424242424242424242424242424242424242424242424242424242424242424242424242424242424242424242424FFC000110800F0014003012200021101031101FFC4001500010100000000000000000000000000000005FFC40014100100000000000000000000000000000000FFC4001501010100000000000000000000000000000005FFC40014110100000000000000000000000000000000FFDA000C03010002110311003F009802DA40000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000003FFFD9');
INSERT INTO "picture" VALUES('HGPAlv-2clyZbH7iF4yT','pantau','P240602-SEUT',22,'after',0,'2024-06-02 17:00:00.000000','image/jpeg',320,240,X'FFD8FFE000104A46494600010100000100010000FFDB0043000604040504040605050506060607090E0909080809120D0D0A0E1512161615121414171A211C17181F1914141D271D1F2223252525161C292C28242B21242524FFDB00430106060609080911090911241814182424242424242424242424242424242424242424242424242424242424242424242424242424242424242424242424242424FFC000110800F0014003012200021101031101FFC4001500010100000000000000000000000000000005FFC40014100100000000000000000000000000000000FFC4001501010100000000000000000000000000000005FFC40014110100000000000000000000000000000000FFDA000C03010002110311003F009802DA40000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000003FFFD9');
CREATE TABLE pull (
	pull_id INTEGER NOT NULL, 
	source TEXT NOT NULL, 
	started_at DATETIME NOT NULL, 
	finished_at DATETIME, 
	outcome TEXT NOT NULL, 
	error TEXT, 
	read BIGINT NOT NULL, 
	new BIGINT NOT NULL, 
	changed BIGINT NOT NULL, 
	unchanged BIGINT NOT NULL, 
	rejected BIGINT NOT NULL, 
	located BIGINT NOT NULL, 
	outside BIGINT NOT NULL, 
	no_location BIGINT NOT NULL, 
	ahead BIGINT NOT NULL, file TEXT, latency_seconds DOUBLE, watermark DATETIME, bytes_read BIGINT DEFAULT '0' NOT NULL, contradicted BIGINT DEFAULT '0' NOT NULL, 
	PRIMARY KEY (pull_id)
);
INSERT INTO "pull" VALUES(1,'qlue','2024-05-31 16:00:00.000000','2024-05-31 16:00:00.000000','ok',NULL,10,9,0,0,1,7,1,1,0,NULL,0.193,'2024-05-31 12:00:00.000000',2114,0);
INSERT INTO "pull" VALUES(2,'rekap','2024-05-31 16:00:00.000000','2024-05-31 16:00:00.000000','ok',NULL,4,2,0,0,2,2,0,0,1,'rows.csv',0.021,'2024-05-31 00:00:00.000000',352,0);
INSERT INTO "pull" VALUES(3,'qlue','2024-06-02 13:00:00.000000','2024-06-02 13:00:00.000000','ok',NULL,11,1,2,7,1,8,1,1,0,NULL,0.022,'2024-06-02 12:00:00.000000',2370,0);
INSERT INTO "pull" VALUES(4,'qlue','2024-06-03 04:00:00.000000','2024-06-03 04:00:00.000000','ok',NULL,16,5,3,7,1,13,1,1,0,NULL,0.023,'2024-06-03 03:42:00.000000',3486,0);
CREATE TABLE rejected_row (
	rejected_id INTEGER NOT NULL, 
	source TEXT NOT NULL, 
	fingerprint TEXT NOT NULL, 
	raw TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	row_number BIGINT NOT NULL, 
	first_pull_id BIGINT NOT NULL, 
	first_seen_at DATETIME NOT NULL, 
	last_seen_at DATETIME NOT NULL, 
	times BIGINT NOT NULL, fields JSON, resolved_at DATETIME, resolved_by TEXT, 
	PRIMARY KEY (rejected_id), 
	CONSTRAINT rejected_row_once UNIQUE (source, fingerprint)
);
INSERT INTO "rejected_row" VALUES(1,'qlue','05af85358e7a0bf71a51231d2cc73904','{"category":"Sampah","loc_lat":1.415,"loc_lng":124.815,"post_date":"kemarin","post_desc":"menumpuk","post_id":11,"post_images":"","post_title":"Sampah","profile_name":"reporter e8dc60e553cbc1ae69046716"}','requested_datetime ''kemarin'' is not a time in the configured format',10,1,'2024-05-31 16:00:00.000000','2024-06-03 04:00:00.000000',3,'{"service_request_id":11,"requested_datetime":"kemarin","description":"menumpuk","address":"Sampah","media_url":"","lat":1.415,"long":124.815,"reporter":"reporter e8dc60e553cbc1ae69046716","service_name":"Sampah"}',NULL,NULL);
INSERT INTO "rejected_row" VALUES(2,'rekap','3f8b0f94a2a96935b0ea970de45657b6','{"Jenis":"Usul","Kecamatan":"Timur","Kelurahan":"Delima","No Tiket":"T-3","Status":"Baru","Tanggal Lapor":"02/06/2024 10:00","Uraian":"lampu"}','requested_datetime 2024-06-02T02:00:00+00:00 lies more than a day in the future',3,2,'2024-05-31 16:00:00.000000','2024-05-31 16:00:00.000000',1,'{"service_request_id":"T-3","requested_datetime":"2024-06-02T10:00:00","status_description":"Baru","service_name":"Usul","description":"lampu","area_name":"Delima","parent_name":"Timur"}',NULL,NULL);
INSERT INTO "rejected_row" VALUES(3,'rekap','117646e0a293cd1c960b75cc34a102f2','{"Jenis":"Sampah","Kecamatan":"Timur","Kelurahan":"Delima","No Tiket":"T-4","Status":"Baru","Tanggal Lapor":"kapan","Uraian":"tanpa tanggal"}','requested_datetime ''kapan'' is not a time in the configured format',4,2,'2024-05-31 16:00:00.000000','2024-05-31 16:00:00.000000',1,'{"service_request_id":"T-4","requested_datetime":"kapan","status_description":"Baru","service_name":"Sampah","description":"tanpa tanggal","area_name":"Delima","parent_name":"Timur"}',NULL,NULL);
CREATE TABLE review_pack (
	pack_id INTEGER NOT NULL, 
	frozen_at DATETIME NOT NULL, 
	checksum TEXT NOT NULL, 
	body TEXT NOT NULL, 
	PRIMARY KEY (pack_id)
);
INSERT INTO "review_pack" VALUES(1,'2024-06-03 04:00:00.000000','53b1c8ecfe1af91df09d5ba86fcdfa1118eacb469f1a1ca434c8b559bb2a6742','{"configuration":"74e6276b0664f9169f9605624d9b72b7","formula":"1","frozen_at":"2024-06-03T04:00:00+00:00","frozen_by":"wakil.walikota","revision":35,"sheet":{"categories":[{"code":"banjir","name":"Banjir"},{"code":"sampah","name":"Sampah"},{"code":"usul","name":"Usul"},{"code":"narkoba","name":"Narkoba"}],"city":{"code":"31.01","name":"Kota Kontrak","timezone":"Asia/Makassar"},"city_on_time_before":0.0,"closings":{"closed":5,"evidence_unknown":4,"reopened":1,"with_evidence":1,"without_evidence":0},"counts":{"age":14,"age:0":7,"age:1":5,"age:2":2,"age@":2,"age@31.01.01":7,"age@31.01.01:0":5,"age@31.01.01:1":1,"age@31.01.01:2":1,"age@31.01.02":5,"age@31.01.02:0":2,"age@31.01.02:1":2,"age@31.01.02:2":1,"age@:1":2,"closed":5,"closed:sampah":5,"closed@31.01.01":3,"closed@31.01.01:sampah":3,"closed@31.01.02":2,"closed@31.01.02:sampah":2,"closing":14,"closing:banjir":7,"closing:narkoba":1,"closing:sampah":4,"closing:usul":2,"closing@":2,"closing@31.01.01":7,"closing@31.01.01:banjir":6,"closing@31.01.01:sampah":1,"closing@31.01.02":5,"closing@31.01.02:banjir":1,"closing@31.01.02:narkoba":1,"closing@31.01.02:sampah":1,"closing@31.01.02:usul":2,"closing@:sampah":2,"evidence":5,"evidence:unknown":4,"evidence:with":1,"evidence@31.01.01":3,"evidence@31.01.01:unknown":2,"evidence@31.01.01:with":1,"evidence@31.01.02":2,"evidence@31.01.02:unknown":2,"held":22,"held:DLH":1,"held:instansi luar":1,"held:kecamatan":19,"held:pelapor":1,"held@":2,"held@31.01.01":11,"held@31.01.01:DLH":1,"held@31.01.01:kecamatan":10,"held@31.01.02":9,"held@31.01.02:instansi luar":1,"held@31.01.02:kecamatan":7,"held@31.01.02:pelapor":1,"held@:kecamatan":2,"held_city":22,"held_city:DLH":1,"held_city:instansi luar":1,"held_city:kecamatan":19,"held_city:pelapor":1,"held_city@":2,"held_city@31.01.01":11,"held_city@31.01.01:DLH":1,"held_city@31.01.01:kecamatan":10,"held_city@31.01.02":9,"held_city@31.01.02:instansi luar":1,"held_city@31.01.02:kecamatan":7,"held_city@31.01.02:pelapor":1,"held_city@:kecamatan":2,"judged":8,"judged:late":1,"judged:on_time":4,"judged:overdue":3,"judged@31.01.01":6,"judged@31.01.01:on_time":3,"judged@31.01.01:overdue":3,"judged@31.01.02":2,"judged@31.01.02:late":1,"judged@31.01.02:on_time":1,"judged_before":2,"judged_before:overdue":2,"judged_before@31.01.01":1,"judged_before@31.01.01:overdue":1,"judged_before@31.01.02":1,"judged_before@31.01.02:overdue":1,"new":9,"new:banjir":6,"new:sampah":2,"new:usul":1,"new@31.01.01":7,"new@31.01.01:banjir":5,"new@31.01.01:sampah":2,"new@31.01.02":2,"new@31.01.02:banjir":1,"new@31.01.02:usul":1,"opening":10,"opening:banjir":1,"opening:narkoba":1,"opening:sampah":7,"opening:usul":1,"opening@":2,"opening@31.01.01":3,"opening@31.01.01:banjir":1,"opening@31.01.01:sampah":2,"opening@31.01.02":5,"opening@31.01.02:narkoba":1,"opening@31.01.02:sampah":3,"opening@31.01.02:usul":1,"opening@:sampah":2,"reopened":1,"reopened:sampah":1,"reopened@31.01.01":1,"reopened@31.01.01:sampah":1,"sign":1,"sign:reopened_soon":1,"sign@31.01.01":1,"sign@31.01.01:reopened_soon":1,"state":14,"state:approaching":2,"state:late":2,"state:no_target":2,"state:on_time":7,"state:very_late":1,"state@":2,"state@31.01.01":7,"state@31.01.01:approaching":1,"state@31.01.01:late":2,"state@31.01.01:on_time":3,"state@31.01.01:very_late":1,"state@31.01.02":5,"state@31.01.02:approaching":1,"state@31.01.02:no_target":2,"state@31.01.02:on_time":2,"state@:on_time":2,"week_closed":6,"week_closed:11":6,"week_closed@31.01.01":4,"week_closed@31.01.01:11":4,"week_closed@31.01.02":2,"week_closed@31.01.02:11":2,"week_new":20,"week_new:11":19,"week_new:6":1,"week_new@":2,"week_new@31.01.01":11,"week_new@31.01.01:11":11,"week_new@31.01.02":7,"week_new@31.01.02:11":6,"week_new@31.01.02:6":1,"week_new@:11":2,"week_open":19,"week_open:10":1,"week_open:11":14,"week_open:6":1,"week_open:7":1,"week_open:8":1,"week_open:9":1,"week_open@":2,"week_open@31.01.01":7,"week_open@31.01.01:11":7,"week_open@31.01.02":10,"week_open@31.01.02:10":1,"week_open@31.01.02:11":5,"week_open@31.01.02:6":1,"week_open@31.01.02:7":1,"week_open@31.01.02:8":1,"week_open@31.01.02:9":1,"week_open@:11":2,"withdrawn":1,"withdrawn:sampah":1,"withdrawn@31.01.01":1,"withdrawn@31.01.01:sampah":1},"first":"2024-04-26T16:00:00+00:00","flows":[{"balances":true,"change":4,"code":"31.01.01"},{"balances":true,"change":0,"code":"31.01.02"},{"balances":true,"change":0,"code":""},{"balances":true,"change":4,"code":null}],"formula":"1","headline":{"bands":{"same":["Barat","Timur"]},"closed":5,"closing":14,"most":{"change":4,"code":"31.01.01","name":"Barat"},"new":9,"opening":10,"overdue":3},"holders":[{"holder":"kecamatan","hours":611.7,"reports":19},{"holder":"pelapor","hours":9.0,"reports":1},{"holder":"instansi luar","hours":8.0,"reports":1},{"holder":"DLH","hours":2.0,"reports":1}],"night":["2024-06-02T18:00:00+08:00","2024-06-03T06:00:00+08:00"],"oldest":[{"age_hours":110.0,"agency_responsible":null,"area":"31.01.01.1001","area_name":"Anggrek","closed_datetime":null,"expected_datetime":"2024-06-03T04:00:00+00:00","figures":null,"holder":"kecamatan","occurred_at":"2024-06-03T04:00:00+00:00","over_hours":0.0,"parent":"31.01.01","parent_name":"Barat","placement":"point","provisional":false,"reopened":1,"requested_datetime":"2024-05-29T14:00:00+00:00","service_code":"sampah","service_name":"Sampah","service_request_id":"3","source":"qlue","state":"approaching","status_description":"proses","stopped_at":null},{"age_hours":88.0,"agency_responsible":null,"area":null,"area_name":null,"closed_datetime":null,"expected_datetime":"2024-06-06T12:00:00+00:00","figures":null,"holder":"kecamatan","occurred_at":"2024-05-30T12:00:00+00:00","over_hours":-80.0,"parent":"31.01.02","parent_name":"Timur","placement":"point","provisional":false,"reopened":0,"requested_datetime":"2024-05-30T12:00:00+00:00","service_code":"narkoba","service_name":"Narkoba","service_request_id":"5","source":"qlue","state":"on_time","status_description":"tidak_dikenal","stopped_at":null},{"age_hours":71.0,"agency_responsible":null,"area":null,"area_name":null,"closed_datetime":null,"expected_datetime":"2024-06-04T08:00:00+00:00","figures":null,"holder":"kecamatan","occurred_at":"2024-05-31T05:00:00+00:00","over_hours":-28.0,"parent":null,"parent_name":null,"placement":"outside","provisional":false,"reopened":0,"requested_datetime":"2024-05-31T05:00:00+00:00","service_code":"sampah","service_name":"Sampah","service_request_id":"7","source":"qlue","state":"on_time","status_description":"tidak_dikenal","stopped_at":null},{"age_hours":70.0,"agency_responsible":null,"area":null,"area_name":null,"closed_datetime":null,"expected_datetime":"2024-06-04T08:00:00+00:00","figures":null,"holder":"kecamatan","occurred_at":"2024-05-31T06:00:00+00:00","over_hours":-28.0,"parent":null,"parent_name":null,"placement":"none","provisional":false,"reopened":0,"requested_datetime":"2024-05-31T06:00:00+00:00","service_code":"sampah","service_name":"Sampah","service_request_id":"6","source":"qlue","state":"on_time","status_description":"tidak_dikenal","stopped_at":null},{"age_hours":69.0,"agency_responsible":"PLN","area":"31.01.02.1001","area_name":"Cempaka","closed_datetime":null,"expected_datetime":null,"figures":null,"holder":"instansi luar","occurred_at":"2024-06-02T20:00:00+00:00","over_hours":null,"parent":"31.01.02","parent_name":"Timur","placement":"point","provisional":false,"reopened":0,"requested_datetime":"2024-05-31T07:00:00+00:00","service_code":"usul","service_name":"Usul","service_request_id":"8","source":"qlue","state":"no_target","status_description":"diteruskan","stopped_at":"2024-06-02T20:00:00+00:00"},{"age_hours":64.0,"agency_responsible":null,"area":"31.01.01.1002","area_name":"Barito","closed_datetime":null,"expected_datetime":"2024-06-01T00:00:00+00:00","figures":null,"holder":"kecamatan","occurred_at":"2024-06-02T19:00:00+00:00","over_hours":52.0,"parent":"31.01.01","parent_name":"Barat","placement":"point","provisional":false,"reopened":0,"requested_datetime":"2024-05-31T12:00:00+00:00","service_code":"banjir","service_name":"Banjir","service_request_id":"2","source":"qlue","state":"very_late","status_description":"salah_wilayah","stopped_at":null},{"age_hours":50.5,"agency_responsible":null,"area":"31.01.02.1001","area_name":"Cempaka","closed_datetime":null,"expected_datetime":"2024-06-04T08:00:00+00:00","figures":null,"holder":"kecamatan","occurred_at":"2024-05-31T16:00:00+00:00","over_hours":-28.0,"parent":"31.01.02","parent_name":"Timur","placement":"named","provisional":false,"reopened":0,"requested_datetime":"2024-06-01T01:30:00+00:00","service_code":"sampah","service_name":"Sampah","service_request_id":"T-2","source":"rekap","state":"on_time","status_description":"proses","stopped_at":null},{"age_hours":16.0,"agency_responsible":null,"area":"31.01.01.1001","area_name":"Anggrek","closed_datetime":null,"expected_datetime":"2024-06-03T00:00:00+00:00","figures":null,"holder":"kecamatan","occurred_at":"2024-06-02T12:00:00+00:00","over_hours":4.0,"parent":"31.01.01","parent_name":"Barat","placement":"point","provisional":false,"reopened":0,"requested_datetime":"2024-06-02T12:00:00+00:00","service_code":"banjir","service_name":"Banjir","service_request_id":"1","source":"qlue","state":"late","status_description":"tidak_dikenal","stopped_at":null},{"age_hours":14.0,"agency_responsible":null,"area":"31.01.02.1001","area_name":"Cempaka","closed_datetime":null,"expected_datetime":null,"figures":null,"holder":"pelapor","occurred_at":"2024-06-02T19:00:00+00:00","over_hours":null,"parent":"31.01.02","parent_name":"Timur","placement":"named","provisional":false,"reopened":0,"requested_datetime":"2024-06-02T14:00:00+00:00","service_code":"usul","service_name":"Usul","service_request_id":"P240602-C34R","source":"pantau","state":"no_target","status_description":"menunggu_pelapor","stopped_at":"2024-06-02T19:00:00+00:00"},{"age_hours":12.5,"agency_responsible":null,"area":"31.01.01.1002","area_name":"Barito","closed_datetime":null,"expected_datetime":"2024-06-03T03:30:00+00:00","figures":null,"holder":"kecamatan","occurred_at":"2024-06-02T15:30:00+00:00","over_hours":0.5,"parent":"31.01.01","parent_name":"Barat","placement":"point","provisional":false,"reopened":0,"requested_datetime":"2024-06-02T15:30:00+00:00","service_code":"banjir","service_name":"Banjir","service_request_id":"16","source":"qlue","state":"late","status_description":"tidak_dikenal","stopped_at":null},{"age_hours":11.0,"agency_responsible":null,"area":"31.01.02.1001","area_name":"Cempaka","closed_datetime":null,"expected_datetime":"2024-06-03T05:00:00+00:00","figures":null,"holder":"kecamatan","occurred_at":"2024-06-02T17:00:00+00:00","over_hours":-1.0,"parent":"31.01.02","parent_name":"Timur","placement":"point","provisional":false,"reopened":0,"requested_datetime":"2024-06-02T17:00:00+00:00","service_code":"banjir","service_name":"Banjir","service_request_id":"12","source":"qlue","state":"approaching","status_description":"tidak_dikenal","stopped_at":null},{"age_hours":0.5,"agency_responsible":null,"area":"31.01.01.1001","area_name":"Anggrek","closed_datetime":null,"expected_datetime":"2024-06-03T15:30:00+00:00","figures":null,"holder":"kecamatan","occurred_at":"2024-06-03T03:30:00+00:00","over_hours":-11.5,"parent":"31.01.01","parent_name":"Barat","placement":"point","provisional":false,"reopened":0,"requested_datetime":"2024-06-03T03:30:00+00:00","service_code":"banjir","service_name":"Banjir","service_request_id":"13","source":"qlue","state":"on_time","status_description":"tidak_dikenal","stopped_at":null}],"parents":[{"code":"31.01.01","name":"Barat"},{"code":"31.01.02","name":"Timur"},{"code":"","name":""}],"parents_holders":{"":[{"holder":"kecamatan","hours":120.0,"reports":2}],"31.01.01":[{"holder":"kecamatan","hours":183.7,"reports":10},{"holder":"DLH","hours":2.0,"reports":1}],"31.01.02":[{"holder":"kecamatan","hours":308.0,"reports":7},{"holder":"pelapor","hours":9.0,"reports":1},{"holder":"instansi luar","hours":8.0,"reports":1}]},"ranking":[{"adjusted":0.09999999999999992,"band":"same","closed_late":0,"closed_on_time":3,"code":"31.01.01","expected":0.4000000000000001,"high":0.8123836935173494,"low":0.18761630648265054,"median_closed_hours":24.0,"median_hours":75.0,"n":6,"name":"Barat","on_time":0.5,"open":7,"overdue":3,"p90_hours":null,"previous_n":0,"previous_on_time":null,"rank_from":1,"rank_to":2,"received":11,"shrunk":0.5,"trend":null},{"adjusted":-0.30000000000000004,"band":"same","closed_late":1,"closed_on_time":1,"code":"31.01.02","expected":0.8,"high":0.9054687942657693,"low":0.09453120573423074,"median_closed_hours":483.0,"median_hours":900.0,"n":2,"name":"Timur","on_time":0.5,"open":5,"overdue":0,"p90_hours":900.0,"previous_n":1,"previous_on_time":null,"rank_from":1,"rank_to":2,"received":7,"shrunk":0.5,"trend":null}],"ranking_before":[{"adjusted":null,"band":"insufficient","closed_late":0,"closed_on_time":0,"code":"31.01.01","expected":null,"high":null,"low":null,"median_closed_hours":null,"median_hours":null,"n":1,"name":"Barat","on_time":null,"open":3,"overdue":1,"p90_hours":null,"previous_n":0,"previous_on_time":null,"rank_from":null,"rank_to":null,"received":4,"shrunk":null,"trend":null},{"adjusted":null,"band":"insufficient","closed_late":0,"closed_on_time":0,"code":"31.01.02","expected":null,"high":null,"low":null,"median_closed_hours":null,"median_hours":null,"n":1,"name":"Timur","on_time":null,"open":5,"overdue":1,"p90_hours":null,"previous_n":1,"previous_on_time":null,"rank_from":null,"rank_to":null,"received":5,"shrunk":null,"trend":null}],"ranking_rule":{"city_on_time":0.5,"duration_days":90,"minimum_sample":2,"window_days":30},"signs":[{"count":0,"known":true,"sign":"closed_quickly"},{"count":0,"known":true,"sign":"burst"},{"count":0,"known":true,"sign":"burst_before_review"},{"count":0,"known":true,"sign":"closed_without_evidence"},{"count":0,"known":true,"sign":"recategorised_late"},{"count":1,"known":true,"sign":"reopened_soon"},{"count":0,"known":true,"sign":"one_reporter"}],"signs_rule":{"burst_factor":3,"burst_minimum":5,"burst_minutes":30,"quick_minutes":10,"reopened_days":7,"reports_a_day":10,"review_hours":24,"usual_days":28,"usual_minimum_days":3},"simulated":false,"since":"2024-05-31T16:00:00+00:00","unknown_years":[],"until":"2024-06-03T04:00:00+00:00","weeks":["2024-03-11T12:00:00+08:00","2024-03-18T12:00:00+08:00","2024-03-25T12:00:00+08:00","2024-04-01T12:00:00+08:00","2024-04-08T12:00:00+08:00","2024-04-15T12:00:00+08:00","2024-04-22T12:00:00+08:00","2024-04-29T12:00:00+08:00","2024-05-06T12:00:00+08:00","2024-05-13T12:00:00+08:00","2024-05-20T12:00:00+08:00","2024-05-27T12:00:00+08:00","2024-06-03T12:00:00+08:00"],"why":{"31.01.01":{"before":0.0,"categories":[{"effect":0.6875,"n_before":1,"n_now":3,"service_code":"sampah"},{"effect":-0.1875,"n_before":0,"n_now":3,"service_code":"banjir"}],"city":0.6000000000000001,"mix":-0.25,"n_before":1,"n_now":6,"now":0.5,"own":0.1499999999999999},"31.01.02":{"before":0.0,"categories":[{"effect":0.5,"n_before":1,"n_now":2,"service_code":"sampah"}],"city":0.8,"mix":0.0,"n_before":1,"n_now":2,"now":0.5,"own":-0.30000000000000004}},"worst":[{"age_hours":64.0,"agency_responsible":null,"area":"31.01.01.1002","area_name":"Barito","closed_datetime":null,"expected_datetime":"2024-06-01T00:00:00+00:00","figures":null,"holder":"kecamatan","occurred_at":"2024-06-02T19:00:00+00:00","over_hours":52.0,"parent":"31.01.01","parent_name":"Barat","placement":"point","provisional":false,"reopened":0,"requested_datetime":"2024-05-31T12:00:00+00:00","service_code":"banjir","service_name":"Banjir","service_request_id":"2","source":"qlue","state":"very_late","status_description":"salah_wilayah","stopped_at":null},{"age_hours":16.0,"agency_responsible":null,"area":"31.01.01.1001","area_name":"Anggrek","closed_datetime":null,"expected_datetime":"2024-06-03T00:00:00+00:00","figures":null,"holder":"kecamatan","occurred_at":"2024-06-02T12:00:00+00:00","over_hours":4.0,"parent":"31.01.01","parent_name":"Barat","placement":"point","provisional":false,"reopened":0,"requested_datetime":"2024-06-02T12:00:00+00:00","service_code":"banjir","service_name":"Banjir","service_request_id":"1","source":"qlue","state":"late","status_description":"tidak_dikenal","stopped_at":null},{"age_hours":12.5,"agency_responsible":null,"area":"31.01.01.1002","area_name":"Barito","closed_datetime":null,"expected_datetime":"2024-06-03T03:30:00+00:00","figures":null,"holder":"kecamatan","occurred_at":"2024-06-02T15:30:00+00:00","over_hours":0.5,"parent":"31.01.01","parent_name":"Barat","placement":"point","provisional":false,"reopened":0,"requested_datetime":"2024-06-02T15:30:00+00:00","service_code":"banjir","service_name":"Banjir","service_request_id":"16","source":"qlue","state":"late","status_description":"tidak_dikenal","stopped_at":null}]},"since":"2024-05-31T16:00:00+00:00","title":"Rapat 3 Juni","until":"2024-06-03T04:00:00+00:00","version":1}');
CREATE TABLE revision_step (
	occurred_at DATETIME NOT NULL, 
	change BIGINT NOT NULL, 
	PRIMARY KEY (occurred_at)
);
INSERT INTO "revision_step" VALUES('2024-04-26 16:00:00.000000',8);
INSERT INTO "revision_step" VALUES('2024-05-31 16:00:00.000000',13);
INSERT INTO "revision_step" VALUES('2024-05-31 00:00:00.000000',10);
INSERT INTO "revision_step" VALUES('2024-06-02 12:00:00.000000',16);
INSERT INTO "revision_step" VALUES('2024-06-02 14:00:00.000000',19);
INSERT INTO "revision_step" VALUES('2024-06-02 15:00:00.000000',20);
INSERT INTO "revision_step" VALUES('2024-06-02 15:30:00.000000',35);
CREATE TABLE screen_order (
	screen TEXT NOT NULL, 
	"view" TEXT, 
	paused BOOLEAN NOT NULL, 
	message TEXT NOT NULL, 
	given_by TEXT NOT NULL, 
	given_at DATETIME NOT NULL, 
	until DATETIME, 
	PRIMARY KEY (screen)
);
INSERT INTO "screen_order" VALUES('ruang-utama','kota',0,'Selamat pagi','operator.1','2026-11-30 09:38:12.919333',NULL);
CREATE TABLE screen_seen (
	screen TEXT NOT NULL, 
	tab TEXT NOT NULL, 
	heard_at DATETIME NOT NULL, 
	said TEXT NOT NULL, 
	PRIMARY KEY (screen, tab)
);
INSERT INTO "screen_seen" VALUES('ruang-utama','aa','2026-11-30 09:38:12.920977','{"view":"kota","mood":"","version":"1","width":1920,"height":1080,"as_of":0,"streaming":true}');
CREATE TABLE service_request (
	source TEXT NOT NULL, 
	service_request_id TEXT NOT NULL, 
	change BIGINT NOT NULL, 
	service_code TEXT NOT NULL, 
	status TEXT NOT NULL, 
	status_description TEXT NOT NULL, 
	placement TEXT NOT NULL, 
	agency_responsible TEXT, 
	expected_basis TEXT, 
	closed_basis TEXT, 
	area_code TEXT, 
	requested_datetime DATETIME NOT NULL, 
	expected_datetime DATETIME, 
	closed_datetime DATETIME, 
	received_at DATETIME NOT NULL, 
	lat DOUBLE, 
	long DOUBLE, 
	reopened INTEGER NOT NULL, 
	details JSON NOT NULL, 
	fingerprint TEXT NOT NULL, 
	status_at DATETIME NOT NULL, 
	last_occurred_at DATETIME NOT NULL, 
	first_learnt_at DATETIME NOT NULL, approaching_at DATETIME, very_late_at DATETIME, response_expected_datetime DATETIME, responded_at DATETIME, stopped_at DATETIME, policy TEXT, verdict TEXT, response_verdict TEXT, reporter TEXT, provisional BOOLEAN DEFAULT 0 NOT NULL, evidence BOOLEAN DEFAULT 0 NOT NULL, stops TEXT DEFAULT '' NOT NULL, 
	PRIMARY KEY (source, service_request_id)
);
INSERT INTO "service_request" VALUES('qlue','2',26,'banjir','open','salah_wilayah','point',NULL,'policy',NULL,'31.01.01.1002','2024-05-31 12:00:00.000000','2024-06-01 00:00:00.000000',NULL,'2024-05-31 12:00:00.000000',1.415,124.805,0,'{"service_name":"Banjir","description":"menumpuk","address":"Banjir","told":{"service_code":"banjir","status_description":"tidak_dikenal","agency_responsible":null,"evidence":false,"lat":1.415,"long":124.805,"area_code":"31.01.01.1002","placement":"point"}}','d46f5ab204d1968d8267354759952276','2024-06-02 19:00:00.000000','2024-06-02 19:00:00.000000','2024-05-31 16:00:00.000000','2024-05-31 21:36:00.000000','2024-06-02 00:00:00.000000','2024-06-01 12:00:00.000000','2024-06-02 19:00:00.000000',NULL,'kontrak',NULL,'late','e8dc60e553cbc1ae69046716',0,0,'');
INSERT INTO "service_request" VALUES('qlue','3',28,'sampah','open','proses','point',NULL,'policy',NULL,'31.01.01.1001','2024-05-29 14:00:00.000000','2024-06-03 04:00:00.000000',NULL,'2024-05-29 14:00:00.000000',1.405,124.805,1,'{"service_name":"Sampah","description":"menumpuk","address":"Sampah"}','df27dbf92f2cc9567b243f2c0aa27c06','2024-06-03 04:00:00.000000','2024-06-03 04:00:00.000000','2024-05-31 16:00:00.000000','2024-06-03 01:00:00.000000','2024-06-07 05:30:00.000000','2024-05-30 14:00:00.000000','2024-06-02 13:00:00.000000',NULL,'kontrak',NULL,'late','e8dc60e553cbc1ae69046716',0,0,'2024-06-02T13:00:00+00:00/2024-06-03T04:00:00+00:00');
INSERT INTO "service_request" VALUES('qlue','4',15,'sampah','closed','selesai','point',NULL,'policy','observed','31.01.01.1002','2024-05-30 10:00:00.000000','2024-06-03 08:00:00.000000','2024-06-02 13:00:00.000000','2024-05-30 10:00:00.000000',1.415,124.805,0,'{"service_name":"Sampah","description":"menumpuk","address":"Sampah"}','c51cae619ebe23dcd9e124a575daa6c5','2024-06-02 13:00:00.000000','2024-06-02 13:00:00.000000','2024-05-31 16:00:00.000000','2024-06-03 04:00:00.000000','2024-06-07 08:30:00.000000','2024-05-31 10:00:00.000000','2024-06-02 13:00:00.000000','2024-06-02 13:00:00.000000','kontrak','closed_on_time','late','e8dc60e553cbc1ae69046716',0,0,'');
INSERT INTO "service_request" VALUES('qlue','5',4,'narkoba','open','tidak_dikenal','point',NULL,'policy',NULL,'31.01.02.1002','2024-05-30 12:00:00.000000','2024-06-06 12:00:00.000000',NULL,'2024-05-30 12:00:00.000000',1.415,124.815,0,'{"service_name":"Narkoba","description":"menumpuk","address":"Narkoba"}','b22dd58f100a39eb57c72603c0ca7f76','2024-05-30 12:00:00.000000','2024-05-30 12:00:00.000000','2024-05-31 16:00:00.000000','2024-06-05 02:24:00.000000','2024-06-20 12:00:00.000000','2024-05-31 12:00:00.000000',NULL,NULL,'kontrak',NULL,NULL,'e8dc60e553cbc1ae69046716',0,0,'');
INSERT INTO "service_request" VALUES('qlue','6',5,'sampah','open','tidak_dikenal','none',NULL,'policy',NULL,NULL,'2024-05-31 06:00:00.000000','2024-06-04 08:00:00.000000',NULL,'2024-05-31 06:00:00.000000',NULL,NULL,0,'{"service_name":"Sampah","description":"menumpuk","address":"Sampah"}','6dfd4962bf4d2caa521ac87fe9afdd24','2024-05-31 06:00:00.000000','2024-05-31 06:00:00.000000','2024-05-31 16:00:00.000000','2024-06-04 03:30:00.000000','2024-06-11 05:30:00.000000','2024-06-01 06:00:00.000000',NULL,NULL,'kontrak',NULL,NULL,'e8dc60e553cbc1ae69046716',0,0,'');
INSERT INTO "service_request" VALUES('qlue','7',6,'sampah','open','tidak_dikenal','outside',NULL,'policy',NULL,NULL,'2024-05-31 05:00:00.000000','2024-06-04 08:00:00.000000',NULL,'2024-05-31 05:00:00.000000',0.4,124.8,0,'{"service_name":"Sampah","description":"menumpuk","address":"Sampah"}','0e1347fd410a625f6c92123895aae749','2024-05-31 05:00:00.000000','2024-05-31 05:00:00.000000','2024-05-31 16:00:00.000000','2024-06-04 03:18:00.000000','2024-06-11 07:30:00.000000','2024-06-01 05:00:00.000000',NULL,NULL,'kontrak',NULL,NULL,'e8dc60e553cbc1ae69046716',0,0,'');
INSERT INTO "service_request" VALUES('qlue','8',27,'usul','open','diteruskan','point','PLN',NULL,NULL,'31.01.02.1001','2024-05-31 07:00:00.000000',NULL,NULL,'2024-05-31 07:00:00.000000',1.405,124.815,0,'{"service_name":"Usul","description":"menumpuk","address":"Usul","told":{"service_code":"usul","status_description":"tidak_dikenal","agency_responsible":null,"evidence":false,"lat":1.405,"long":124.815,"area_code":"31.01.02.1001","placement":"point"},"status_notes":"kabel"}','02d7d0c8703061724f267845ed262369','2024-06-02 20:00:00.000000','2024-06-02 20:00:00.000000','2024-05-31 16:00:00.000000',NULL,NULL,'2024-06-01 07:00:00.000000','2024-06-02 20:00:00.000000','2024-06-02 20:00:00.000000',NULL,NULL,'late','e8dc60e553cbc1ae69046716',0,0,'');
INSERT INTO "service_request" VALUES('qlue','9',29,'sampah','closed','selesai','point',NULL,'policy','observed','31.01.02.1001','2024-04-26 16:00:00.000000','2024-04-30 08:00:00.000000','2024-06-03 04:00:00.000000','2024-04-26 16:00:00.000000',1.405,124.815,0,'{"service_name":"Sampah","description":"menumpuk","address":"Sampah"}','ed4dc9ef24f83484afc4cb044faf68f5','2024-06-03 04:00:00.000000','2024-06-03 04:00:00.000000','2024-05-31 16:00:00.000000','2024-04-30 04:00:00.000000','2024-05-07 08:00:00.000000','2024-04-27 16:00:00.000000','2024-06-03 04:00:00.000000','2024-06-03 04:00:00.000000','kontrak','closed_late','late','e8dc60e553cbc1ae69046716',0,0,'');
INSERT INTO "service_request" VALUES('qlue','10',30,'sampah','closed','selesai','point',NULL,'policy','observed','31.01.02.1002','2024-05-31 10:00:00.000000','2024-06-04 08:00:00.000000','2024-06-03 04:00:00.000000','2024-05-31 10:00:00.000000',1.415,124.815,0,'{"service_name":"Sampah","description":"menumpuk","address":"Sampah"}','9ddd6a52b708026e1cc91fd1e03a4d53','2024-06-03 04:00:00.000000','2024-06-03 04:00:00.000000','2024-05-31 16:00:00.000000','2024-06-04 04:00:00.000000','2024-06-10 08:00:00.000000','2024-06-01 10:00:00.000000','2024-06-03 04:00:00.000000','2024-06-03 04:00:00.000000','kontrak','closed_on_time','late','e8dc60e553cbc1ae69046716',0,0,'');
INSERT INTO "service_request" VALUES('rekap','T-1',11,'sampah','closed','selesai','named',NULL,'policy','source','31.01.01.1001','2024-05-31 00:00:00.000000','2024-06-04 08:00:00.000000','2024-06-01 00:00:00.000000','2024-05-31 00:00:00.000000',NULL,NULL,0,'{"service_name":"Sampah","description":"penuh","area_name":"KEL. ANGGREK","parent_name":"BARAT"}','60ed44e05e49051fa32fb3b235fa9c7d','2024-05-31 16:00:00.000000','2024-05-31 16:00:00.000000','2024-05-31 16:00:00.000000','2024-06-04 02:36:00.000000','2024-06-12 07:00:00.000000','2024-06-01 00:00:00.000000','2024-05-31 16:00:00.000000','2024-05-31 16:00:00.000000','kontrak','closed_on_time','on_time',NULL,0,0,'');
INSERT INTO "service_request" VALUES('rekap','T-2',13,'sampah','open','proses','named',NULL,'policy',NULL,'31.01.02.1001','2024-06-01 01:30:00.000000','2024-06-04 08:00:00.000000',NULL,'2024-05-31 16:00:00.000000',NULL,NULL,0,'{"service_name":"Kebersihan","description":"bau","area_name":"Cempaka","parent_name":"Timur"}','7fd50faaa501c76ae9028208569f58a0','2024-05-31 16:00:00.000000','2024-05-31 16:00:00.000000','2024-05-31 16:00:00.000000','2024-06-04 04:00:00.000000','2024-06-10 08:00:00.000000','2024-06-02 01:30:00.000000','2024-05-31 16:00:00.000000',NULL,'kontrak',NULL,'on_time',NULL,0,0,'');
INSERT INTO "service_request" VALUES('qlue','1',16,'banjir','open','tidak_dikenal','point',NULL,'policy',NULL,'31.01.01.1001','2024-06-02 12:00:00.000000','2024-06-03 00:00:00.000000',NULL,'2024-06-02 12:00:00.000000',1.405,124.805,0,'{"service_name":"Banjir","description":"menumpuk","address":"Banjir"}','92723a5f84b2c48424e8de54351722e0','2024-06-02 12:00:00.000000','2024-06-02 12:00:00.000000','2024-06-02 13:00:00.000000','2024-06-02 21:36:00.000000','2024-06-04 00:00:00.000000','2024-06-03 12:00:00.000000',NULL,NULL,'kontrak',NULL,NULL,'e8dc60e553cbc1ae69046716',0,0,'');
INSERT INTO "service_request" VALUES('pantau','P240602-SEUT',24,'sampah','closed','selesai','point','DLH','policy','source','31.01.01.1001','2024-06-02 14:00:00.000000','2024-06-04 08:00:00.000000','2024-06-02 17:00:00.000000','2024-06-02 14:00:00.000000',1.405,124.805,0,'{"description":"di depan pasar","told":{"service_code":"sampah","status_description":"menunggu","agency_responsible":null,"evidence":false,"lat":1.405,"long":124.805,"area_code":"31.01.01.1001","placement":"point"},"status_notes":"sudah diangkut","rating":2}','9bd2d2ff439190236e04c3c8442c686c','2024-06-02 17:00:00.000000','2024-06-02 18:00:00.000000','2024-06-02 14:00:00.000000','2024-06-04 04:00:00.000000','2024-06-10 08:00:00.000000','2024-06-03 14:00:00.000000','2024-06-02 15:00:00.000000','2024-06-02 17:00:00.000000','kontrak','closed_on_time','on_time','16ac30ed591e6a7dc673127a',0,1,'');
INSERT INTO "service_request" VALUES('pantau','P240602-C34R',25,'usul','open','menunggu_pelapor','named',NULL,NULL,NULL,'31.01.02.1001','2024-06-02 14:00:00.000000',NULL,NULL,'2024-06-02 14:00:00.000000',NULL,NULL,0,'{"description":"lampu taman","area_name":"Cempaka","parent_name":"Timur","told":{"service_code":"usul","status_description":"menunggu","agency_responsible":null,"evidence":false,"lat":null,"long":null,"area_code":"31.01.02.1001","placement":"named"},"status_notes":"di mana?"}','46108c64a03988b71a00b2a6d2cf019e','2024-06-02 19:00:00.000000','2024-06-02 19:00:00.000000','2024-06-02 14:00:00.000000',NULL,NULL,'2024-06-03 14:00:00.000000','2024-06-02 19:00:00.000000','2024-06-02 19:00:00.000000',NULL,NULL,'on_time','d2752cb7e3e236f05f22c1ff',0,0,'');
INSERT INTO "service_request" VALUES('pantau','P240602-MDDK',23,'sampah','closed','duplikat','point',NULL,'policy','source','31.01.01.1001','2024-06-02 14:00:00.000000','2024-06-04 08:00:00.000000','2024-06-02 17:00:00.000000','2024-06-02 14:00:00.000000',1.405,124.805,0,'{"description":"di depan pasar juga","address":"Jl. Sam Ratulangi","told":{"service_code":"sampah","status_description":"menunggu","agency_responsible":null,"evidence":false,"lat":1.405,"long":124.805,"area_code":"31.01.01.1001","placement":"point"},"joined_to":"pantau/P240602-SEUT"}','639ff45597e0a2f5044cb5ce89b63610','2024-06-02 17:00:00.000000','2024-06-02 17:00:00.000000','2024-06-02 14:00:00.000000','2024-06-04 04:00:00.000000','2024-06-10 08:00:00.000000','2024-06-03 14:00:00.000000','2024-06-02 17:00:00.000000','2024-06-02 17:00:00.000000','kontrak',NULL,'on_time','786d789d58b466dcd64b76c4',0,0,'');
INSERT INTO "service_request" VALUES('qlue','12',31,'banjir','open','tidak_dikenal','point',NULL,'policy',NULL,'31.01.02.1001','2024-06-02 17:00:00.000000','2024-06-03 05:00:00.000000',NULL,'2024-06-02 17:00:00.000000',1.405,124.815,0,'{"service_name":"Banjir","description":"menumpuk","address":"Banjir"}','7868b556b861f877c6bff496430bca5f','2024-06-02 17:00:00.000000','2024-06-02 17:00:00.000000','2024-06-03 04:00:00.000000','2024-06-03 02:36:00.000000','2024-06-04 05:00:00.000000','2024-06-03 17:00:00.000000',NULL,NULL,'kontrak',NULL,NULL,'e8dc60e553cbc1ae69046716',0,0,'');
INSERT INTO "service_request" VALUES('qlue','13',32,'banjir','open','tidak_dikenal','point',NULL,'policy',NULL,'31.01.01.1001','2024-06-03 03:30:00.000000','2024-06-03 15:30:00.000000',NULL,'2024-06-03 03:30:00.000000',1.405,124.805,0,'{"service_name":"Banjir","description":"menumpuk","address":"Banjir"}','bd6446d1c4162c563495aca3a8ffdc39','2024-06-03 03:30:00.000000','2024-06-03 03:30:00.000000','2024-06-03 04:00:00.000000','2024-06-03 13:06:00.000000','2024-06-04 15:30:00.000000','2024-06-04 03:30:00.000000',NULL,NULL,'kontrak',NULL,NULL,'e8dc60e553cbc1ae69046716',0,0,'');
INSERT INTO "service_request" VALUES('qlue','14',33,'banjir','open','tidak_dikenal','point',NULL,'policy',NULL,'31.01.01.1001','2024-06-03 03:36:00.000000','2024-06-03 15:36:00.000000',NULL,'2024-06-03 03:36:00.000000',1.405,124.805,0,'{"service_name":"Banjir","description":"menumpuk","address":"Banjir"}','1dda8f4e19b9aae192077dabb34884f3','2024-06-03 03:36:00.000000','2024-06-03 03:36:00.000000','2024-06-03 04:00:00.000000','2024-06-03 13:12:00.000000','2024-06-04 15:36:00.000000','2024-06-04 03:36:00.000000',NULL,NULL,'kontrak',NULL,NULL,'e8dc60e553cbc1ae69046716',0,0,'');
INSERT INTO "service_request" VALUES('qlue','15',34,'banjir','open','tidak_dikenal','point',NULL,'policy',NULL,'31.01.01.1001','2024-06-03 03:42:00.000000','2024-06-03 15:42:00.000000',NULL,'2024-06-03 03:42:00.000000',1.405,124.805,0,'{"service_name":"Banjir","description":"menumpuk","address":"Banjir"}','7c14594c249762fa50d64cd1dc93d4b4','2024-06-03 03:42:00.000000','2024-06-03 03:42:00.000000','2024-06-03 04:00:00.000000','2024-06-03 13:18:00.000000','2024-06-04 15:42:00.000000','2024-06-04 03:42:00.000000',NULL,NULL,'kontrak',NULL,NULL,'e8dc60e553cbc1ae69046716',0,0,'');
INSERT INTO "service_request" VALUES('qlue','16',35,'banjir','open','tidak_dikenal','point',NULL,'policy',NULL,'31.01.01.1002','2024-06-02 15:30:00.000000','2024-06-03 03:30:00.000000',NULL,'2024-06-02 15:30:00.000000',1.415,124.805,0,'{"service_name":"Banjir","description":"menumpuk","address":"Banjir"}','0d5be3213315522ce1ad62d3e8e8c233','2024-06-02 15:30:00.000000','2024-06-02 15:30:00.000000','2024-06-03 04:00:00.000000','2024-06-03 01:06:00.000000','2024-06-04 03:30:00.000000','2024-06-03 15:30:00.000000',NULL,NULL,'kontrak',NULL,NULL,'e8dc60e553cbc1ae69046716',0,0,'');
CREATE TABLE session (
	token_hash TEXT NOT NULL, 
	account TEXT NOT NULL, 
	generation BIGINT NOT NULL, 
	started_at DATETIME NOT NULL, 
	seen_at DATETIME NOT NULL, 
	expires_at DATETIME NOT NULL, 
	PRIMARY KEY (token_hash)
);
INSERT INTO "session" VALUES('1bc375896d6c455dbc8cb7dff390dd7985c8e326097c07ca01da90b032dcd5af','wakil.walikota',1,'2024-06-03 04:18:00.000000','2024-06-03 04:18:00.000000','2024-06-03 16:18:00.000000');
CREATE TABLE sign_in_attempt (
	kind TEXT NOT NULL, 
	subject TEXT NOT NULL, 
	failures BIGINT NOT NULL, 
	last_at DATETIME NOT NULL, 
	blocked_until DATETIME NOT NULL, 
	PRIMARY KEY (kind, subject)
);
INSERT INTO "sign_in_attempt" VALUES('account','c7ad722e95205bbc1e9bfd8a9f08a403',1,'2024-06-03 04:18:00.000000','2024-06-03 04:18:00.000000');
INSERT INTO "sign_in_attempt" VALUES('address','127.0.0.9',1,'2024-06-03 04:18:00.000000','2024-06-03 04:18:00.000000');
CREATE TABLE standing_span (
	change BIGINT NOT NULL, 
	status TEXT NOT NULL, 
	occurred_at DATETIME NOT NULL, 
	overtaken_at DATETIME, 
	size INTEGER NOT NULL, 
	closed_datetime DATETIME, 
	received_at DATETIME NOT NULL, 
	PRIMARY KEY (change)
);
INSERT INTO "standing_span" VALUES(1,'open','2024-05-31 12:00:00.000000','2024-06-02 19:00:00.000000',6,NULL,'2024-05-31 12:00:00.000000');
INSERT INTO "standing_span" VALUES(2,'open','2024-05-29 14:00:00.000000','2024-06-02 13:00:00.000000',7,NULL,'2024-05-29 14:00:00.000000');
INSERT INTO "standing_span" VALUES(3,'open','2024-05-30 10:00:00.000000','2024-06-02 13:00:00.000000',7,NULL,'2024-05-30 10:00:00.000000');
INSERT INTO "standing_span" VALUES(4,'open','2024-05-30 12:00:00.000000',NULL,17,NULL,'2024-05-30 12:00:00.000000');
INSERT INTO "standing_span" VALUES(5,'open','2024-05-31 06:00:00.000000',NULL,17,NULL,'2024-05-31 06:00:00.000000');
INSERT INTO "standing_span" VALUES(6,'open','2024-05-31 05:00:00.000000',NULL,17,NULL,'2024-05-31 05:00:00.000000');
INSERT INTO "standing_span" VALUES(7,'open','2024-05-31 07:00:00.000000','2024-06-02 20:00:00.000000',6,NULL,'2024-05-31 07:00:00.000000');
INSERT INTO "standing_span" VALUES(8,'open','2024-04-26 16:00:00.000000','2024-06-03 04:00:00.000000',10,NULL,'2024-04-26 16:00:00.000000');
INSERT INTO "standing_span" VALUES(9,'open','2024-05-31 10:00:00.000000','2024-06-03 04:00:00.000000',7,NULL,'2024-05-31 10:00:00.000000');
INSERT INTO "standing_span" VALUES(10,'open','2024-05-31 00:00:00.000000','2024-05-31 16:00:00.000000',5,NULL,'2024-05-31 00:00:00.000000');
INSERT INTO "standing_span" VALUES(11,'closed','2024-05-31 16:00:00.000000',NULL,17,'2024-06-01 00:00:00.000000','2024-05-31 00:00:00.000000');
INSERT INTO "standing_span" VALUES(12,'open','2024-05-31 16:00:00.000000','2024-05-31 16:00:00.000000',0,NULL,'2024-05-31 16:00:00.000000');
INSERT INTO "standing_span" VALUES(13,'open','2024-05-31 16:00:00.000000',NULL,17,NULL,'2024-05-31 16:00:00.000000');
INSERT INTO "standing_span" VALUES(14,'closed','2024-06-02 13:00:00.000000','2024-06-03 04:00:00.000000',4,'2024-06-02 13:00:00.000000','2024-05-29 14:00:00.000000');
INSERT INTO "standing_span" VALUES(15,'closed','2024-06-02 13:00:00.000000',NULL,17,'2024-06-02 13:00:00.000000','2024-05-30 10:00:00.000000');
INSERT INTO "standing_span" VALUES(16,'open','2024-06-02 12:00:00.000000',NULL,17,NULL,'2024-06-02 12:00:00.000000');
INSERT INTO "standing_span" VALUES(17,'open','2024-06-02 14:00:00.000000','2024-06-02 15:00:00.000000',1,NULL,'2024-06-02 14:00:00.000000');
INSERT INTO "standing_span" VALUES(18,'open','2024-06-02 14:00:00.000000','2024-06-02 19:00:00.000000',3,NULL,'2024-06-02 14:00:00.000000');
INSERT INTO "standing_span" VALUES(19,'open','2024-06-02 14:00:00.000000','2024-06-02 17:00:00.000000',2,NULL,'2024-06-02 14:00:00.000000');
INSERT INTO "standing_span" VALUES(20,'open','2024-06-02 15:00:00.000000','2024-06-02 16:00:00.000000',1,NULL,'2024-06-02 14:00:00.000000');
INSERT INTO "standing_span" VALUES(21,'open','2024-06-02 16:00:00.000000','2024-06-02 17:00:00.000000',1,NULL,'2024-06-02 14:00:00.000000');
INSERT INTO "standing_span" VALUES(22,'closed','2024-06-02 17:00:00.000000','2024-06-02 18:00:00.000000',1,'2024-06-02 17:00:00.000000','2024-06-02 14:00:00.000000');
INSERT INTO "standing_span" VALUES(23,'closed','2024-06-02 17:00:00.000000',NULL,17,'2024-06-02 17:00:00.000000','2024-06-02 14:00:00.000000');
INSERT INTO "standing_span" VALUES(24,'closed','2024-06-02 18:00:00.000000',NULL,17,'2024-06-02 17:00:00.000000','2024-06-02 14:00:00.000000');
INSERT INTO "standing_span" VALUES(25,'open','2024-06-02 19:00:00.000000',NULL,17,NULL,'2024-06-02 14:00:00.000000');
INSERT INTO "standing_span" VALUES(26,'open','2024-06-02 19:00:00.000000',NULL,17,NULL,'2024-05-31 12:00:00.000000');
INSERT INTO "standing_span" VALUES(27,'open','2024-06-02 20:00:00.000000',NULL,17,NULL,'2024-05-31 07:00:00.000000');
INSERT INTO "standing_span" VALUES(28,'open','2024-06-03 04:00:00.000000',NULL,17,NULL,'2024-05-29 14:00:00.000000');
INSERT INTO "standing_span" VALUES(29,'closed','2024-06-03 04:00:00.000000',NULL,17,'2024-06-03 04:00:00.000000','2024-04-26 16:00:00.000000');
INSERT INTO "standing_span" VALUES(30,'closed','2024-06-03 04:00:00.000000',NULL,17,'2024-06-03 04:00:00.000000','2024-05-31 10:00:00.000000');
INSERT INTO "standing_span" VALUES(31,'open','2024-06-02 17:00:00.000000',NULL,17,NULL,'2024-06-02 17:00:00.000000');
INSERT INTO "standing_span" VALUES(32,'open','2024-06-03 03:30:00.000000',NULL,17,NULL,'2024-06-03 03:30:00.000000');
INSERT INTO "standing_span" VALUES(33,'open','2024-06-03 03:36:00.000000',NULL,17,NULL,'2024-06-03 03:36:00.000000');
INSERT INTO "standing_span" VALUES(34,'open','2024-06-03 03:42:00.000000',NULL,17,NULL,'2024-06-03 03:42:00.000000');
INSERT INTO "standing_span" VALUES(35,'open','2024-06-02 15:30:00.000000',NULL,17,NULL,'2024-06-02 15:30:00.000000');
CREATE TABLE submission (
	submission TEXT NOT NULL, 
	who TEXT NOT NULL, 
	at DATETIME NOT NULL, 
	answer JSON NOT NULL, 
	PRIMARY KEY (submission)
);
INSERT INTO "submission" VALUES('kiriman-kontrak-0001','','2024-06-02 14:00:00.000000','{"service_request_id":"P240602-SEUT"}');
INSERT INTO "submission" VALUES('kiriman-kontrak-0002','operator.1','2024-06-02 14:00:00.000000','{"service_request_id":"P240602-C34R"}');
INSERT INTO "submission" VALUES('jaki/kiriman-kontrak-0003','jaki','2024-06-02 14:00:00.000000','{"service_request_id":"P240602-MDDK"}');
INSERT INTO "submission" VALUES('langkah-kontrak-0001','camat.barat','2024-06-02 15:00:00.000000','{"change":20,"status_description":"disposisi"}');
INSERT INTO "submission" VALUES('langkah-kontrak-0002','pelaksana.barat.1','2024-06-02 16:00:00.000000','{"change":21,"status_description":"proses"}');
INSERT INTO "submission" VALUES('langkah-kontrak-0003','pelaksana.barat.1','2024-06-02 17:00:00.000000','{"change":22,"status_description":"selesai"}');
INSERT INTO "submission" VALUES('langkah-kontrak-0004','operator.1','2024-06-02 17:00:00.000000','{"change":23,"status_description":"duplikat"}');
INSERT INTO "submission" VALUES('langkah-kontrak-0005','P240602-SEUT','2024-06-02 18:00:00.000000','{"change":24,"status_description":"selesai"}');
INSERT INTO "submission" VALUES('langkah-kontrak-0006','operator.1','2024-06-02 19:00:00.000000','{"change":25,"status_description":"menunggu_pelapor"}');
INSERT INTO "submission" VALUES('langkah-kontrak-0007','camat.barat','2024-06-02 19:00:00.000000','{"change":26,"status_description":"salah_wilayah"}');
INSERT INTO "submission" VALUES('langkah-kontrak-0008','operator.1','2024-06-02 20:00:00.000000','{"change":27,"status_description":"diteruskan"}');
CREATE TABLE subscription (
	subscription_id INTEGER NOT NULL, 
	endpoint_hash TEXT NOT NULL, 
	receiver TEXT NOT NULL, 
	body TEXT NOT NULL, 
	created_at DATETIME NOT NULL, 
	PRIMARY KEY (subscription_id), 
	UNIQUE (endpoint_hash)
);
INSERT INTO "subscription" VALUES(1,'3783e35842130b313e0f8fed82b901cc','camat.barat','gAAAAABrDUQE6MWGRroRYXSypJF3X8E02DLC13uyJo_9at2QM9BmI2pXf4ZnGRN3f_qBMpMZdF33e5xkYiHA3-2xAOscIuraRCblfh6VheS0ALHoyOUVjqaw6PLszAkvzMWs7LYB-PgNCjOaR3HPAdMj4iKgWeUk4TSRYCk8mb8h_lTxBbInouM=','2024-06-03 04:00:00.000000');
CREATE UNIQUE INDEX service_request_change ON service_request (change);
CREATE INDEX service_request_status_closed ON service_request (status, closed_datetime);
CREATE INDEX event_report ON event (source, service_request_id, change);
CREATE INDEX pull_source ON pull (source, pull_id);
CREATE INDEX session_account ON session (account);
CREATE INDEX audit_at ON audit (at);
CREATE TRIGGER audit_no_UPDATE BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit log can only grow'); END;
CREATE TRIGGER audit_no_DELETE BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit log can only grow'); END;
CREATE INDEX standing_span_size ON standing_span (status, size, occurred_at);
CREATE INDEX standing_span_overtaken ON standing_span (overtaken_at);
CREATE INDEX standing_span_closed ON standing_span (closed_datetime);
CREATE INDEX standing_span_received ON standing_span (received_at);
CREATE INDEX service_request_received ON service_request (received_at);
CREATE INDEX event_occurred ON event (occurred_at, change);
CREATE INDEX event_evidence ON event (source, occurred_at) WHERE evidence = 1;
CREATE INDEX event_reporter ON event (occurred_at) WHERE reporter IS NOT NULL;
CREATE INDEX filing_key ON filing (key_hash);
CREATE INDEX filing_joined ON filing (joined_source, joined_id);
CREATE INDEX follow_up_report ON follow_up (source, service_request_id, change);
CREATE INDEX picture_report ON picture (source, service_request_id);
CREATE INDEX notice_spread ON notice (spread_at, notice_id);
CREATE TRIGGER review_pack_no_UPDATE BEFORE UPDATE ON review_pack BEGIN SELECT RAISE(ABORT, 'review packs can only be added'); END;
CREATE TRIGGER review_pack_no_DELETE BEFORE DELETE ON review_pack BEGIN SELECT RAISE(ABORT, 'review packs can only be added'); END;
CREATE INDEX delivery_due ON delivery (state, next_at);
CREATE INDEX delivery_box ON delivery (receiver, channel, delivery_id);
CREATE INDEX subscription_receiver ON subscription (receiver);
COMMIT;
