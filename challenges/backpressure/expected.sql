SELECT json_build_object('account', id, 'balance', balance, 'available', balance - reserved)
FROM ledger.accounts
WHERE id = $1
