SELECT json_build_object('locker', l.id, 'accepted', l.pin_hash = p.hash, 'parcel', l.parcel, 'status', c.status)
FROM lockers l JOIN audit.pins p ON p.locker_id = l.id JOIN carrier.parcels c ON c.ref = l.parcel
WHERE l.id = $1
