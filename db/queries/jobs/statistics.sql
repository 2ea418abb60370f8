-- name: RefreshStatistics :exec
SELECT app.refresh_statistics();
