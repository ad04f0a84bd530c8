SELECT json_build_object(
  'parcel', p.id,
  'zone', p.zone,
  'pickup', d.pickup,
  'link', '/parcels/' || p.id || '/offers?key=' || partners.sign_link('/parcels/' || p.id || '/offers'),
  'offers', (
    SELECT json_agg(json_build_object('carrier', o.carrier, 'cents', o.cents) ORDER BY o.cents, o.carrier)
    FROM (
      SELECT r.carrier, r.cents * (100 - c.discount_percent) / 100 AS cents
      FROM partners.rates r
      WHERE r.carrier IN ('dove', 'swift', 'falcon', 'pelican', 'nightjar', 'albatross')
        AND r.zone = p.zone AND r.up_to = (p.weight_grams + 1999) / 2000 * 2000
    ) AS o
  )
)
FROM parcels p JOIN customers c ON c.id = p.customer_id JOIN partners.depots d ON d.zone = p.zone
WHERE p.id = $1
