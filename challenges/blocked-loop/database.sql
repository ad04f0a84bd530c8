-- What the customers' PINs derive to: PBKDF2 of 'pin-<locker>'. Only the answers are checked with it, the service has no rights there.
CREATE SCHEMA audit;
CREATE TABLE audit.pins (locker_id int PRIMARY KEY, hash text NOT NULL);
INSERT INTO audit.pins VALUES
  (1, '9f1c83d095f68b1dc95ad0515ef334c77cb4e908c999bb118f544b782b549a37'),
  (2, 'dc60f0ebc80ca7b66f73e8fdc806eb32e21ac09147a7502ed717893d70c531f8'),
  (3, 'e8199000af8a231d8cb31e7c6d08f39f9ad4e2797307ed6c799e1004e86e71df'),
  (4, '1326d1aad368c9bf21d17eb2423dfe5dd6f003d7dcfae42d0560763972582a0d'),
  (5, '44da5c3fd9c91d5c9c143b618450e8befe73d2ab8e32bff2710dca7a482a6ec1'),
  (6, '0c6a1b9cf9e707b62971b403f107cb179b76a3f67a65afa60343b07c6a1f21cf'),
  (7, '935be37a5fd1c8bc909fdcc98db0778e5f76808785f419b42016757a28ab9f6e'),
  (8, 'f022096d42624c8fb75be9aa0e1ba9c67852eef383ad1837fdf9b7990d78e39b'),
  (9, '8dc474479dac849774009d5915e5ce7ed461eb8464d565de91128287c0e312b1'),
  (10, '0219295915940b7c72d71c9bf5d4c493dbc5923a493396b22fc5d88bbc639e1d'),
  (11, '662764fd699261481d1e143a1791499e51ae72f63ace90e7b51c319d08827458'),
  (12, '4011a24c5a3f5f57347d91b7ad10a3d0e3905b3565aca0a696529890b9463617'),
  (13, '66830abd8efa07dd2ccb53ccc60ff2e0e076e2e0c92a700163e6cf6e52c129b4'),
  (14, 'b066203ffb4e055a54073ff0845321ba5ee4edb49463f62f744d36087fbc4d13'),
  (15, '85c595f1b8bb00183105592e4256108132b31e3f25f0e70fc31995ab4b726364'),
  (16, 'b88c97c1bf6cac541eda8bd61884e72ba59b8ee7b0edca47583daac83d533654'),
  (17, '25c67e5062f6797103103fcf7389c29a61e463bb3a3aa8a74171b158bb185918'),
  (18, '11c838c5bd7ac93f11f2d73e7e4dc78c4bc6d9dd4603baeac0fd1de64d834024'),
  (19, 'ae6fc51a243be8327fdd58f436a51185467dd090a2f2133eb0c2cb5c46cbf5c3'),
  (20, '2c2338e608ac399dc2abe535832ba8c00d81ff51e244c1e28510116f66fe549d'),
  (21, '885b2f838c416c41a77c3cbec77c1e5b2dbad2d988cd6c98e0a5f3b28d0e3831'),
  (22, '6394ac094484cf1867fbc955ab5bda8fdc890f165b651c8212677407e1f39bc9'),
  (23, '57c4fec4dc85b12a198993c0ae59a0731b7c4783a9c8f6ceaac7286cfd64726f'),
  (24, '347b24615f9aeb978bb80bf2f35ccc4f98e950b86ca9c708843c389de6865ef9'),
  (25, 'c2e06fab4fbfae796733b72be8ccd6eaca3637611f108f5f6dd34beaaa8592cd'),
  (26, '36fa37ac59a94c6dc8efc6547061e5dcfd292f8541c46e9358c768a4790be559'),
  (27, 'b2f133f66b5faf4823de6d15d39a57e1812db11e76cba30dc5de5976533bd8a1'),
  (28, '6aec83bb22039c7679370c1096c6373e31deffcd965faea02f582f2a9fa71a11'),
  (29, '37e5bbeddc49b694575f6db811dc22563b7aaaacfdc67309a70440c6f319cb0e'),
  (30, 'fa80d3b94869fbaec4e3c8a4a8c27920cff6296e57ef62489a7e10fa282397c0'),
  (31, '3d132215fa2c7866de4c8e4323f7fe52d04392cd8504288dfe20d6080162be2f'),
  (32, '63c51368790fe4ed063f2102fd95cbc07d5e37a5f84ad6d82a5f62e2bee2861f'),
  (33, '3375f1998c1bba21ff99c20c257f6688f1c7fa5b0437e86aa3ec3445d715ca02'),
  (34, '3915a240800484f30c6181e53114a0623b3c1628da1619ffcf190815a64e96d6'),
  (35, '9a48662247b0f937f5f64f3adc1806679a51aaafd3cf31f2068b80e148f3ddd3'),
  (36, 'be5129eed5d261965d0bba51b6b2a1ebd287060022d65bc1e1dbe1839315ab8a'),
  (37, 'cef4f3fd4fdc1a6f4d468cf90f0ee2532c7179242568fad221bd86c0682b2677'),
  (38, 'b2d05957608201a0dabda47584cb3e4d5d5f920656f8b9ecadfc77c05fb3fe69'),
  (39, 'beb25d0dc772892e86b5b8767da0e2f811c43c240f6e8ac68b9046f3cb6b9241'),
  (40, '86be303d28a7893ea6114644288b8a983f6c77d1c4aa43b0bb905a20c12b4199'),
  (41, '1119fa2d81299d56fa03f0d24422c0b4b8a9d78400a4b47331155d3fd71e5b20'),
  (42, '7d950cc7c3d968f78db315f8b07f2f36e61be9aa94d02d42b0ac1748d3f0b427'),
  (43, 'a20633eba9fe7545492926e05d4c161989b3caf3b9c6ae94f94f33c3e7cdc723'),
  (44, 'd3befbdfc10d8409f279cfd3079115116e261f8e1fe409b66c59000c878674b5'),
  (45, '5b9dda9d1cf53ff5f180de0ece4513d3d1eab38f49ae06818c058002800df5ad'),
  (46, '24adb1ca82e107615bd7fac3c57888092c44a032e1102fba2bdd4e451e4bd86e'),
  (47, 'a641267ec5df6c5f41c081a707266675b30846a9572d4ebcbc1cc6594db037ab'),
  (48, '44a6ed9249ae5bb55fb762bfbe5316857d358a05bd027871bd22704f34ca2fe2');

-- The service's own tables. A hash is PBKDF2-HMAC-SHA256 with 10,000 iterations, 32 bytes, in hex.
CREATE TABLE terminals (id int PRIMARY KEY, key_salt text NOT NULL, key_hash text NOT NULL);
INSERT INTO terminals VALUES (1, md5('terminal-1'), '5a08684f38a257599ced12f593cb0f2b6b135693eb746636b7e5a346c581d423');

CREATE TABLE lockers (id int PRIMARY KEY, parcel text NOT NULL, pin_salt text NOT NULL, pin_hash text NOT NULL);
-- Every sixth customer still types the PIN of the parcel before.
INSERT INTO lockers
SELECT locker_id, 'PX-' || 1000 + locker_id, md5('locker-' || locker_id), CASE WHEN locker_id % 6 = 0 THEN md5(hash) || md5(hash) ELSE hash END
FROM audit.pins;

-- What the carrier knows. The service sees it through the carrier's API only.
CREATE SCHEMA carrier;
CREATE TABLE carrier.parcels (ref text PRIMARY KEY, status text NOT NULL);
INSERT INTO carrier.parcels SELECT parcel, CASE WHEN id % 5 = 0 THEN 'held' ELSE 'delivered' END FROM lockers;

ANALYZE;
