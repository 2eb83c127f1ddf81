#version 330
// The room does not change: it was drawn once in full light and once in shadow; here the two are mixed.
in vec4 in_light;
uniform sampler2D shadow_map;
uniform sampler2D room_lit;
uniform sampler2D room_dark;
uniform int surface;
out vec4 color;

void main() {
    ivec2 pixel = ivec2(gl_FragCoord.xy);
    vec4 bright = texelFetch(room_lit, pixel, 0);
    if (surface == 3) { color = bright; return; }
    vec3 q = in_light.xyz / in_light.w * 0.5 + 0.5;
    float share = 0.0;
    if (q.x < 0.01 || q.x > 0.99 || q.y < 0.01 || q.y > 0.99) {
        share = 1.0;
    } else {
        for (int i = 0; i < 4; i++) {
            vec2 d = vec2((i & 1) * 2 - 1, (i >> 1) * 2 - 1) * 1.1 / 1024.0;
            share += q.z - 0.002 < texture(shadow_map, q.xy + d).r ? 0.25 : 0.0;
        }
    }
    color = share > 0.99 ? bright : mix(texelFetch(room_dark, pixel, 0), bright, share);
}
