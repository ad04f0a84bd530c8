SELECT json_build_object(
  'id', c.id,
  'name', c.name,
  'accounts', (SELECT json_agg(json_build_object('iban', iban, 'balance', balance) ORDER BY iban) FROM accounts WHERE customer_id = c.id),
  'cards', (SELECT json_agg(json_build_object('last_digits', last_digits, 'frozen', frozen) ORDER BY id) FROM cards WHERE customer_id = c.id),
  'unread', (SELECT count(*) FROM messages WHERE customer_id = c.id AND NOT is_read),
  'standing_orders', (SELECT json_agg(json_build_object('payee', payee, 'amount', amount) ORDER BY id) FROM standing_orders WHERE customer_id = c.id),
  'transactions', (
    SELECT json_agg(json_build_object('payee', payee, 'amount', amount) ORDER BY id DESC)
    FROM (SELECT id, payee, amount FROM transactions WHERE customer_id = c.id ORDER BY id DESC LIMIT 5) AS latest
  ),
  'spent', (SELECT sum(amount) FROM transactions WHERE customer_id = c.id)
)
FROM customers c
WHERE c.id = $1
