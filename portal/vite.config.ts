import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { VitePWA } from 'vite-plugin-pwa'
import { guides } from './guides.ts'
import { iconLines } from './icons.ts'

/** Addresses of the API: the service worker answers none of them with the portal's page. */
const API = [/^\/v1\//, /^\/oauth\//, /^\/fhir\//, /^\/healthz$/, /^\/openapi\.json$/]

export default defineConfig({
  plugins: [
    react(),
    guides(),
    VitePWA({
      registerType: 'prompt',
      // The page registers it itself (src/app/offline.ts).
      injectRegister: false,
      workbox: {
        globPatterns: ['**/*.{js,css,html,woff2,svg,webmanifest}'],
        navigateFallback: '/index.html',
        navigateFallbackDenylist: API,
        cleanupOutdatedCaches: true,
      },
      manifest: {
        name: 'Cổng dữ liệu KCB BHYT',
        short_name: 'KCB BHYT',
        lang: 'vi',
        start_url: '/',
        display: 'standalone',
        background_color: '#ffffff',
        theme_color: '#0b5d66',
        icons: [{ src: '/icon.svg', sizes: 'any', type: 'image/svg+xml' }],
      },
    }),
  ],
  define: { ICON_LINES: JSON.stringify(iconLines) },
  worker: { format: 'es' },
  // The oldest browser of a commune station: the last Chrome of Windows 7.
  build: {
    target: 'chrome109',
    // Which screen needs which file: `npm run portal:check` adds up what the first one loads.
    manifest: 'chunks.json',
    cssTarget: 'chrome109',
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1000,
  },
})
