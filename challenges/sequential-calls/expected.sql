SELECT json_build_object(
  'id', b.id,
  'passenger', b.passenger,
  'flight', b.flight,
  'status', f.status,
  'gate', g.gate,
  'security_minutes', s.minutes,
  'celsius', w.celsius
)
FROM bookings b
JOIN airport.flights f ON f.id = b.flight
JOIN airport.gates g ON g.flight = b.flight
JOIN airport.security s ON s.terminal = b.terminal
JOIN airport.weather w ON w.city = b.city
WHERE b.id = $1
