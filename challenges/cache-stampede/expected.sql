SELECT json_build_object(
  'district', district,
  'counted', counted,
  'red', red,
  'blue', blue,
  'leads', CASE WHEN red > blue THEN 'red' ELSE 'blue' END
)
FROM office.counts
WHERE district = $1
