SELECT json_build_object(
  'id', o.id,
  'customer', c.name,
  'items', (
    SELECT json_agg(json_build_object('product_id', p.id, 'name', p.name, 'quantity', i.quantity, 'price', r.price) ORDER BY i.id)
    FROM order_items i JOIN products p ON p.id = i.product_id JOIN pricing.prices r ON r.product_id = p.id
    WHERE i.order_id = o.id
  ),
  'total', (
    SELECT sum(i.quantity * r.price) FROM order_items i JOIN pricing.prices r ON r.product_id = i.product_id WHERE i.order_id = o.id
  )
)
FROM orders o JOIN customers c ON c.id = o.customer_id
WHERE o.id = $1
