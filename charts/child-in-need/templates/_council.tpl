{{- /* The council's own files, as data of a ConfigMap. `procedure` alone is what can be proved beforehand. */}}

{{- define "child-in-need.procedure" -}}
{{- $data := dict }}
{{- include "child-in-need.procedure.into" (dict "root" . "data" $data) }}
{{- with $data }}
{{- toYaml . }}
{{- end }}
{{- end }}

{{- define "child-in-need.council" -}}
{{- $data := dict }}
{{- include "child-in-need.procedure.into" (dict "root" . "data" $data) }}
{{- if .Values.signIn.issuer }}
{{- $_ := set $data "roles.toml" .Values.signIn.roles }}
{{- else if .Values.staff.list }}
{{- $_ := set $data "staff.toml" .Values.staff.list }}
{{- end }}
{{- with $data }}
{{- toYaml . }}
{{- end }}
{{- end }}

{{- define "child-in-need.procedure.into" }}
{{- $data := .data }}
{{- with .root.Values.localValues }}
{{- $_ := set $data "local.toml" . }}
{{- end }}
{{- range $path, $text := .root.Values.procedures.files }}
{{- $_ := set $data (include "child-in-need.key" $path) $text }}
{{- end }}
{{- end }}
