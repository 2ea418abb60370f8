-- What is known before an organization is: who exists, where an organization lives, who may sign in. The
-- application role has no right here; InSystemTx does the look-ups.

-- +goose Up

CREATE TABLE platform.plans (
  code text NOT NULL,
  name text NOT NULL,
  unit_limit integer,
  audit_retention_months integer NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT plans_pkey PRIMARY KEY (code),
  CONSTRAINT plans_unit_limit_check CHECK (unit_limit > 0),
  CONSTRAINT plans_audit_retention_months_check CHECK (audit_retention_months >= 1)
);

INSERT INTO platform.plans (code, name, unit_limit, audit_retention_months) VALUES
  ('essential', 'Essential', 500, 24),
  ('professional', 'Professional', 5000, 84),
  ('enterprise', 'Enterprise', NULL, 120);

CREATE TABLE platform.directory (
  organization_id uuid NOT NULL,
  slug text NOT NULL,
  home text NOT NULL DEFAULT 'shared',
  epoch bigint NOT NULL DEFAULT 1,
  plan text NOT NULL DEFAULT 'essential',
  status text NOT NULL DEFAULT 'active',
  demo boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT directory_pkey PRIMARY KEY (organization_id),
  CONSTRAINT directory_slug_key UNIQUE (slug),
  CONSTRAINT directory_slug_check CHECK (slug ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$'),
  CONSTRAINT directory_plan_fkey FOREIGN KEY (plan) REFERENCES platform.plans (code),
  CONSTRAINT directory_status_check CHECK (status IN ('active', 'suspended', 'closed'))
);

CREATE INDEX directory_plan_idx ON platform.directory (plan);

CREATE TABLE platform.identities (
  id uuid NOT NULL,
  email text NOT NULL,
  password_hash text,
  password_changed_at timestamptz,
  email_verified_at timestamptz,
  mfa_enabled boolean NOT NULL DEFAULT false,
  totp_secret_encrypted bytea,
  totp_secret_key_id bigint,
  last_login_at timestamptz,
  disabled_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT identities_pkey PRIMARY KEY (id),
  CONSTRAINT identities_email_key UNIQUE (email),
  CONSTRAINT identities_email_check CHECK (email = lower(btrim(email)) AND email LIKE '_%@_%' AND length(email) <= 254),
  CONSTRAINT identities_totp_secret_check CHECK ((totp_secret_encrypted IS NULL) = (totp_secret_key_id IS NULL))
);

CREATE TABLE platform.memberships (
  id uuid NOT NULL,
  identity_id uuid NOT NULL,
  organization_id uuid NOT NULL,
  user_id uuid NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  ended_at timestamptz,
  CONSTRAINT memberships_pkey PRIMARY KEY (id),
  CONSTRAINT memberships_identity_id_organization_id_key UNIQUE (identity_id, organization_id),
  CONSTRAINT memberships_organization_id_user_id_key UNIQUE (organization_id, user_id),
  CONSTRAINT memberships_identity_id_fkey FOREIGN KEY (identity_id) REFERENCES platform.identities (id),
  CONSTRAINT memberships_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES platform.directory (organization_id)
);

-- A session is a random token that only the browser holds; the row has its SHA-256.
CREATE TABLE platform.sessions (
  id uuid NOT NULL,
  token_hash bytea NOT NULL,
  identity_id uuid NOT NULL,
  organization_id uuid NOT NULL,
  user_id uuid NOT NULL,
  ip_address inet,
  user_agent text,
  created_at timestamptz NOT NULL DEFAULT now(),
  last_seen_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  revoked_at timestamptz,
  CONSTRAINT sessions_pkey PRIMARY KEY (id),
  CONSTRAINT sessions_token_hash_key UNIQUE (token_hash),
  CONSTRAINT sessions_token_hash_check CHECK (length(token_hash) = 32),
  CONSTRAINT sessions_identity_id_fkey FOREIGN KEY (identity_id) REFERENCES platform.identities (id),
  CONSTRAINT sessions_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES platform.directory (organization_id)
);

CREATE INDEX sessions_identity_id_idx ON platform.sessions (identity_id);

CREATE INDEX sessions_organization_id_idx ON platform.sessions (organization_id);

CREATE INDEX sessions_expires_at_idx ON platform.sessions (expires_at);

CREATE TABLE platform.api_keys (
  id uuid NOT NULL,
  organization_id uuid NOT NULL,
  user_id uuid NOT NULL,
  name text NOT NULL,
  prefix text NOT NULL,
  token_hash bytea NOT NULL,
  role text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz,
  last_used_at timestamptz,
  revoked_at timestamptz,
  CONSTRAINT api_keys_pkey PRIMARY KEY (id),
  CONSTRAINT api_keys_token_hash_key UNIQUE (token_hash),
  CONSTRAINT api_keys_token_hash_check CHECK (length(token_hash) = 32),
  CONSTRAINT api_keys_name_check CHECK (length(name) BETWEEN 1 AND 100),
  CONSTRAINT api_keys_role_check CHECK (role IN ('admin', 'manager', 'accountant', 'leasing_agent', 'technician',
    'bookkeeper', 'auditor')),
  CONSTRAINT api_keys_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES platform.directory (organization_id)
);

CREATE INDEX api_keys_organization_id_idx ON platform.api_keys (organization_id);

-- Keysets of an organization, wrapped by the master key. The zero organization is the platform itself.
CREATE TABLE platform.keysets (
  organization_id uuid NOT NULL,
  purpose text NOT NULL,
  version bigint NOT NULL,
  wrapped bytea NOT NULL,
  rotated_at timestamptz NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT keysets_pkey PRIMARY KEY (organization_id, purpose),
  CONSTRAINT keysets_purpose_check CHECK (purpose IN ('aead', 'mac')),
  CONSTRAINT keysets_version_check CHECK (version > 0)
);

-- Sign-ins, failures and what else has no organization, or happens before one is known. E-mail addresses that
-- belong to nobody are kept as a digest only.
CREATE TABLE platform.security_events (
  id uuid NOT NULL,
  kind text NOT NULL,
  identity_id uuid,
  organization_id uuid,
  email_digest bytea,
  ip_address inet,
  user_agent text,
  detail jsonb NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT security_events_pkey PRIMARY KEY (id),
  CONSTRAINT security_events_kind_check CHECK (kind IN ('sign_in', 'sign_in_failed', 'sign_in_throttled', 'sign_out',
    'session_revoked', 'api_key_created', 'api_key_revoked', 'api_key_refused', 'password_changed', 'keys_rotated',
    'operator_access'))
);

CREATE INDEX security_events_created_at_idx ON platform.security_events USING brin (created_at);

CREATE INDEX security_events_identity_id_idx ON platform.security_events (identity_id, created_at);

CREATE INDEX security_events_organization_id_idx ON platform.security_events (organization_id, created_at);

-- Failed tries by key (a digest of an address or of an e-mail), for throttling across server processes.
CREATE TABLE platform.throttles (
  key bytea NOT NULL,
  failures integer NOT NULL,
  window_started_at timestamptz NOT NULL,
  blocked_until timestamptz,
  CONSTRAINT throttles_pkey PRIMARY KEY (key),
  CONSTRAINT throttles_failures_check CHECK (failures >= 0)
);

CREATE INDEX throttles_window_started_at_idx ON platform.throttles (window_started_at);

CREATE TABLE platform.feature_flags (
  name text NOT NULL,
  organization_id uuid,
  enabled boolean NOT NULL,
  updated_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT feature_flags_name_organization_id_key UNIQUE NULLS NOT DISTINCT (name, organization_id),
  CONSTRAINT feature_flags_name_check CHECK (name ~ '^[a-z][a-z0-9_]{0,62}$'),
  CONSTRAINT feature_flags_organization_id_fkey FOREIGN KEY (organization_id)
    REFERENCES platform.directory (organization_id)
);

CREATE INDEX feature_flags_organization_id_idx ON platform.feature_flags (organization_id);

GRANT SELECT ON platform.plans TO propertyos_system;

GRANT SELECT, INSERT, UPDATE ON platform.directory, platform.identities, platform.memberships, platform.sessions,
  platform.api_keys, platform.feature_flags TO propertyos_system;

GRANT SELECT, INSERT, UPDATE, DELETE ON platform.throttles, platform.keysets TO propertyos_system;

GRANT DELETE ON platform.sessions TO propertyos_system;

GRANT SELECT, INSERT ON platform.security_events TO propertyos_system;

GRANT SELECT ON ALL TABLES IN SCHEMA platform TO propertyos_mover;

-- +goose Down

DROP TABLE platform.feature_flags;
DROP TABLE platform.throttles;
DROP TABLE platform.security_events;
DROP TABLE platform.keysets;
DROP TABLE platform.api_keys;
DROP TABLE platform.sessions;
DROP TABLE platform.memberships;
DROP TABLE platform.identities;
DROP TABLE platform.directory;
DROP TABLE platform.plans;
