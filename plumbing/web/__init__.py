"""The web kit: pages in the GOV.UK style, forms, sessions, guards, and the services' own APIs."""
