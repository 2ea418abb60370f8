-- Maintenance requests and the work orders that they lead to.

-- +goose Up

CREATE TABLE public.maintenance_requests (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  unit_id uuid NOT NULL,
  property_id uuid NOT NULL,
  tenancy_id uuid,
  renter_id uuid,
  category text NOT NULL,
  priority text NOT NULL DEFAULT 'medium',
  title text NOT NULL,
  description text NOT NULL,
  status text NOT NULL DEFAULT 'submitted',
  assigned_to_id uuid,
  assigned_vendor_id uuid,
  photos jsonb NOT NULL DEFAULT '[]',
  estimated_cost numeric(14,2),
  actual_cost numeric(14,2),
  resolution_notes text,
  resolved_at timestamptz,
  resolution_photos jsonb NOT NULL DEFAULT '[]',
  tenant_satisfied boolean,
  tenant_rating integer,
  metadata jsonb NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  version integer NOT NULL DEFAULT 1,
  deleted_at timestamptz,
  deleted_by uuid,
  deletion_id uuid,
  CONSTRAINT maintenance_requests_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT maintenance_requests_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations (id),
  CONSTRAINT maintenance_requests_unit_id_fkey FOREIGN KEY (tenant_id, unit_id, property_id)
    REFERENCES public.units (tenant_id, id, property_id),
  CONSTRAINT maintenance_requests_property_id_fkey FOREIGN KEY (tenant_id, property_id)
    REFERENCES public.properties (tenant_id, id),
  CONSTRAINT maintenance_requests_tenancy_id_fkey FOREIGN KEY (tenant_id, tenancy_id)
    REFERENCES public.tenancies (tenant_id, id),
  CONSTRAINT maintenance_requests_renter_id_fkey FOREIGN KEY (tenant_id, renter_id) REFERENCES public.tenants (tenant_id, id),
  CONSTRAINT maintenance_requests_assigned_to_id_fkey FOREIGN KEY (tenant_id, assigned_to_id)
    REFERENCES public.users (tenant_id, id),
  CONSTRAINT maintenance_requests_assigned_vendor_id_fkey FOREIGN KEY (tenant_id, assigned_vendor_id)
    REFERENCES public.vendors (tenant_id, id),
  CONSTRAINT maintenance_requests_category_check CHECK (category IN ('plumbing', 'electrical', 'hvac', 'appliances',
    'structural', 'pest_control', 'landscaping', 'security', 'internet', 'other')),
  CONSTRAINT maintenance_requests_priority_check CHECK (priority IN ('low', 'medium', 'high', 'emergency')),
  CONSTRAINT maintenance_requests_title_check CHECK (length(btrim(title)) > 0 AND length(title) <= 255),
  CONSTRAINT maintenance_requests_description_check CHECK (length(description) <= 20000),
  CONSTRAINT maintenance_requests_status_check CHECK (status IN ('submitted', 'triaged', 'assigned', 'in_progress',
    'awaiting_parts', 'completed', 'cancelled', 'reopened')),
  CONSTRAINT maintenance_requests_photos_check CHECK (jsonb_typeof(photos) = 'array'),
  CONSTRAINT maintenance_requests_resolution_photos_check CHECK (jsonb_typeof(resolution_photos) = 'array'),
  CONSTRAINT maintenance_requests_estimated_cost_check CHECK (estimated_cost >= 0),
  CONSTRAINT maintenance_requests_actual_cost_check CHECK (actual_cost >= 0),
  CONSTRAINT maintenance_requests_tenant_rating_check CHECK (tenant_rating BETWEEN 1 AND 5),
  CONSTRAINT maintenance_requests_resolved_at_check CHECK (status <> 'completed' OR resolved_at IS NOT NULL)
);

SELECT app.distribute('maintenance_requests');

CREATE INDEX maintenance_requests_unit_id_idx ON public.maintenance_requests (tenant_id, unit_id, property_id);

CREATE INDEX maintenance_requests_property_id_idx ON public.maintenance_requests (tenant_id, property_id);

CREATE INDEX maintenance_requests_tenancy_id_idx ON public.maintenance_requests (tenant_id, tenancy_id);

CREATE INDEX maintenance_requests_renter_id_idx ON public.maintenance_requests (tenant_id, renter_id);

CREATE INDEX maintenance_requests_assigned_to_id_idx ON public.maintenance_requests (tenant_id, assigned_to_id);

CREATE INDEX maintenance_requests_assigned_vendor_id_idx ON public.maintenance_requests (tenant_id, assigned_vendor_id);

CREATE INDEX maintenance_requests_category_idx ON public.maintenance_requests (tenant_id, category);

CREATE INDEX maintenance_requests_open_idx ON public.maintenance_requests (tenant_id, priority, created_at DESC)
  WHERE deleted_at IS NULL AND status NOT IN ('completed', 'cancelled');

CREATE INDEX maintenance_requests_status_idx ON public.maintenance_requests (tenant_id, status);

SELECT app.protect('maintenance_requests',
  '(app.is_renter() AND renter_id = ANY (app.scope_ids())) OR (app.is_owner() AND property_id = ANY (app.scope_ids())) '
  'OR (app.is_vendor() AND assigned_vendor_id = ANY (app.scope_ids()))',
  'app.is_renter() AND renter_id = ANY (app.scope_ids()) AND unit_id = ANY (app.scope_ids())');

CREATE TABLE public.work_orders (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  request_id uuid,
  unit_id uuid,
  property_id uuid NOT NULL,
  vendor_id uuid,
  assigned_to_id uuid,
  title text NOT NULL,
  instructions text,
  priority text NOT NULL DEFAULT 'medium',
  status text NOT NULL DEFAULT 'submitted',
  scheduled_from timestamptz,
  scheduled_to timestamptz,
  estimated_cost numeric(14,2),
  actual_cost numeric(14,2),
  completed_at timestamptz,
  metadata jsonb NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  version integer NOT NULL DEFAULT 1,
  deleted_at timestamptz,
  deleted_by uuid,
  deletion_id uuid,
  CONSTRAINT work_orders_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT work_orders_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations (id),
  CONSTRAINT work_orders_request_id_fkey FOREIGN KEY (tenant_id, request_id)
    REFERENCES public.maintenance_requests (tenant_id, id),
  CONSTRAINT work_orders_unit_id_fkey FOREIGN KEY (tenant_id, unit_id, property_id)
    REFERENCES public.units (tenant_id, id, property_id),
  CONSTRAINT work_orders_property_id_fkey FOREIGN KEY (tenant_id, property_id) REFERENCES public.properties (tenant_id, id),
  CONSTRAINT work_orders_vendor_id_fkey FOREIGN KEY (tenant_id, vendor_id) REFERENCES public.vendors (tenant_id, id),
  CONSTRAINT work_orders_assigned_to_id_fkey FOREIGN KEY (tenant_id, assigned_to_id)
    REFERENCES public.users (tenant_id, id),
  CONSTRAINT work_orders_title_check CHECK (length(btrim(title)) > 0 AND length(title) <= 255),
  CONSTRAINT work_orders_instructions_check CHECK (length(instructions) <= 20000),
  CONSTRAINT work_orders_priority_check CHECK (priority IN ('low', 'medium', 'high', 'emergency')),
  CONSTRAINT work_orders_status_check CHECK (status IN ('submitted', 'triaged', 'assigned', 'estimate', 'approved',
    'declined', 'in_progress', 'awaiting_parts', 'completed', 'cancelled', 'reopened')),
  CONSTRAINT work_orders_schedule_check CHECK (scheduled_to > scheduled_from),
  CONSTRAINT work_orders_estimated_cost_check CHECK (estimated_cost >= 0),
  CONSTRAINT work_orders_actual_cost_check CHECK (actual_cost >= 0),
  CONSTRAINT work_orders_completed_at_check CHECK (status <> 'completed' OR completed_at IS NOT NULL)
);

SELECT app.distribute('work_orders');

CREATE INDEX work_orders_request_id_idx ON public.work_orders (tenant_id, request_id);

CREATE INDEX work_orders_unit_id_idx ON public.work_orders (tenant_id, unit_id, property_id);

CREATE INDEX work_orders_property_id_idx ON public.work_orders (tenant_id, property_id);

CREATE INDEX work_orders_vendor_id_idx ON public.work_orders (tenant_id, vendor_id);

CREATE INDEX work_orders_assigned_to_id_idx ON public.work_orders (tenant_id, assigned_to_id);

CREATE INDEX work_orders_open_idx ON public.work_orders (tenant_id, status, created_at)
  WHERE deleted_at IS NULL AND status NOT IN ('completed', 'cancelled', 'declined');

SELECT app.protect('work_orders',
  '(app.is_vendor() AND vendor_id = ANY (app.scope_ids())) OR (app.is_owner() AND property_id = ANY (app.scope_ids()))',
  'app.is_vendor() AND vendor_id = ANY (app.scope_ids())');

-- +goose Down

DROP TABLE public.work_orders;
DROP TABLE public.maintenance_requests;
