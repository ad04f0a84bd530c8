SELECT json_build_object(
  'pass', pass,
  'seal', encode(sha256(outer_block || sha256(inner_block || convert_to(pass, 'UTF8'))), 'hex')
)
FROM audit.seal_key, LATERAL (SELECT 'holder-' || $1::int || '/2' AS pass) AS passes
