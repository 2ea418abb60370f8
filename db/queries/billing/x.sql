-- name: PaymentCount :one
SELECT count(*) FROM payments WHERE tenant_id = sqlc.arg(tenant_id)::uuid;
