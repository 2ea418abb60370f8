-- The files that wait to be confirmed, and which column of a list held what, for the next list of the same kind.

-- +goose Up

-- A file that waits for somebody to confirm it, or is being brought in. It is removed when it has come in, when it is
-- discarded, and a day after it was sent.
CREATE TABLE public.import_uploads (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  file_name text NOT NULL,
  file_hash bytea NOT NULL,
  content_encrypted bytea NOT NULL,
  content_key_id bigint NOT NULL,
  size integer NOT NULL,
  as_of date,
  mapping jsonb,
  state text NOT NULL DEFAULT 'waiting',
  done integer NOT NULL DEFAULT 0,
  total integer NOT NULL DEFAULT 0,
  failure text,
  created_by uuid,
  expires_at timestamptz NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  version integer NOT NULL DEFAULT 1,
  CONSTRAINT import_uploads_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT import_uploads_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations (id),
  CONSTRAINT import_uploads_file_name_check CHECK (length(file_name) BETWEEN 1 AND 255),
  CONSTRAINT import_uploads_file_hash_check CHECK (length(file_hash) = 32),
  CONSTRAINT import_uploads_size_check CHECK (size BETWEEN 1 AND 20971520),
  CONSTRAINT import_uploads_state_check CHECK (state IN ('waiting', 'running', 'failed')),
  CONSTRAINT import_uploads_progress_check CHECK (done BETWEEN 0 AND total),
  CONSTRAINT import_uploads_failure_check CHECK (length(failure) <= 1000)
);

SELECT app.distribute('import_uploads');

CREATE INDEX import_uploads_expires_at_idx ON public.import_uploads (tenant_id, expires_at);

SELECT app.protect('import_uploads', 'false', 'false', 'SELECT, INSERT, UPDATE, DELETE');

-- Which column held what, by the hash of a list's headings in their order.
CREATE TABLE public.import_mappings (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  headings_hash bytea NOT NULL,
  mapping jsonb NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  version integer NOT NULL DEFAULT 1,
  CONSTRAINT import_mappings_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT import_mappings_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations (id),
  CONSTRAINT import_mappings_headings_hash_check CHECK (length(headings_hash) = 32)
);

SELECT app.distribute('import_mappings');

CREATE UNIQUE INDEX import_mappings_headings_hash_key ON public.import_mappings (tenant_id, headings_hash);

SELECT app.protect('import_mappings');

-- +goose Down
DROP TABLE public.import_mappings;
DROP TABLE public.import_uploads;
